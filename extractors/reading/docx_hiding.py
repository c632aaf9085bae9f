"""What of a Word document does nobody see (hidden, white on white), or only struck through?"""

from __future__ import annotations

from docx.oxml.ns import qn
from lxml.etree import _Element

RUN, RUN_PROPERTIES, RUN_STYLE, VALUE = qn("w:r"), qn("w:rPr"), qn("w:rStyle"), qn("w:val")
PARAGRAPH_PROPERTIES, PARAGRAPH_STYLE = qn("w:pPr"), qn("w:pStyle")
HIDING = (qn("w:vanish"), qn("w:strike"), qn("w:dstrike"))
OFF = ("0", "false", "off", "none")
SIZE, UNREADABLE = qn("w:sz"), ("0", "1", "2")  # half points: of the size of a dot
COLOR, SHADE, HIGHLIGHT, FILL = qn("w:color"), qn("w:shd"), qn("w:highlight"), qn("w:fill")
WHITE, PAPER = "FFFFFF", ("auto", "FFFFFF", None)
ON_COLOUR = (qn("w:tbl"), qn("w:txbxContent"))  # a cell, a box: white words may stand on any colour there
LOOP_GUARD = 20  # styles based on one another, at most


class HidingStyles:
    """The styles of a document that hide what is written in them, or strike it out (ECMA-376-1, 17.3.2)."""

    def __init__(self, styles: _Element | None) -> None:
        self.own: dict[str, tuple[dict[str, bool], str | None]] = {}
        for style in styles.iterchildren(qn("w:style")) if styles is not None else ():
            based = style.find(qn("w:basedOn"))
            parent = based.get(VALUE) if based is not None else None
            self.own[style.get(qn("w:styleId"), "")] = switches(style.find(RUN_PROPERTIES)), parent
        self.any = any(said for said, _ in self.own.values())

    def of(self, style: str | None) -> dict[str, bool]:
        said: dict[str, bool] = {}
        for _ in range(LOOP_GUARD):
            if style is None or style not in self.own:
                break
            own, style = self.own[style]
            said = own | said
        return said

    def hides(self, run: _Element) -> bool:
        """Whether nobody sees a run, or sees it struck through."""
        properties = run.find(RUN_PROPERTIES)
        if properties is None and not self.any:
            return False
        if properties is not None and is_white(properties) and not on_colour(run, properties):
            return True
        said = switches(properties)
        if self.any:
            paragraph = next(run.iterancestors(qn("w:p")), None)
            of_paragraph = paragraph.find(PARAGRAPH_PROPERTIES) if paragraph is not None else None
            said = self.of(named(of_paragraph, PARAGRAPH_STYLE)) | self.of(named(properties, RUN_STYLE)) | said
        return any(said.values())


def named(properties: _Element | None, tag: str) -> str | None:
    style = properties.find(tag) if properties is not None else None
    return style.get(VALUE) if style is not None else None


def switches(properties: _Element | None) -> dict[str, bool]:
    """What is switched on or off of what hides."""
    found = {tag: properties.find(tag) for tag in (*HIDING, SIZE)} if properties is not None else {}
    return {
        tag: element.get(VALUE) in UNREADABLE if tag == SIZE else element.get(VALUE, "1") not in OFF
        for tag, element in found.items()
        if element is not None
    }


def is_white(properties: _Element) -> bool:
    """Whether a run is written in white, as on white paper nobody reads it."""
    color = properties.find(COLOR)
    return color is not None and (color.get(VALUE) or "").upper() == WHITE


def on_colour(run: _Element, properties: _Element) -> bool:
    """Whether a run stands on another colour than the paper's, or may do so."""
    if any(element.tag in ON_COLOUR for element in run.iterancestors()) or properties.find(HIGHLIGHT) is not None:
        return True
    paragraph = next(run.iterancestors(qn("w:p")), None)
    of_paragraph = paragraph.find(PARAGRAPH_PROPERTIES) if paragraph is not None else None
    shades = [owner.find(SHADE) for owner in (properties, of_paragraph) if owner is not None]
    paper = next(run.iterancestors(qn("w:document")), None)
    coloured = paper is not None and paper.find(qn("w:background")) is not None
    styled = (
        of_paragraph is not None and of_paragraph.find(PARAGRAPH_STYLE) is not None
    )  # whose shade is not known here
    return coloured or styled or any(shade is not None and shade.get(FILL) not in PAPER for shade in shades)
