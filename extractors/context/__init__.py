"""What does a sentence say of a quantity? Its name, whether it was reached or is planned, its period, its change.

In: mentions, and the sentence, clause and section around them. Out: a `Reading` a mention, with what is doubtful about
it, and claims of a report held against each other.
"""
