"""Where does a number stand? A static site that shows every report with its claims marked where they are.

    output/site/index.html                             all reports, with a search
    output/site/reports/<batch>/<report_id>.html       the original text of one report, its claims marked
    output/site/reports/<batch>/<report_id>.html#<claim_id>
                                                       the same, scrolled to one claim, its fields beside it

The address of a claim is stable. `claim_url` of links.py makes it, relative to output/site/, and so can SQL, because
the name of a batch is one that a folder may have:

    'reports/' || batch || '/' || report_id || '.html#' || claim_id

A source in which no report was found has a page too, by the id `<source_id, first 16 digits>-source`.

In: the published tables. Out: pages, by write.py:

    write_site(tables, site)                       everything anew
    write_site(tables, site, changed)              only the pages of these sources (batch, source_path), and the index

No file is written in place: each is put beside its target and moved over it, so that `site` may be a folder of hard
links to an earlier snapshot. Files that stay the same are not touched.
"""
