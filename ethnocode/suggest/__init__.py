"""Suggestions: which codes a passage may call for, why, and how far to trust them.

spaCy is used here only. The rooms, each importing only from those before it:

``words``
    The pipeline that texts are read with, and stems: one form for all inflections; what a
    codebook says of a code; and the types of arrays that all rooms share.
``cues``
    Participants' words of the codebook, looked for in a text: phrases, lemmas, token
    patterns, dependencies and entities.
``reading``
    A source cut into passages and read: numbered words, cues with their badges, vectors;
    kept as bytes, so that it is read once.
``corpus``
    The passages of all sources as rows, the decisions on them, and what is known of each row
    before any decision.
``ranker``
    The learned engine: figures that speak for a code, how they are weighed, what of it
    deserves to be shown, and the evidence that adds up to a score.
``reasons``
    From a chosen passage to a proposal: the words to mark, the line that says why, the near
    code and the exclusion to be minded.
``cues_only``
    The plain engine, which proposes whatever has a cue.
``record``
    How well all this does on passages that it has not learned from, beside plain baselines.

What becomes a suggestion has four names on its way. A ``Choice`` is a cell of the scores that
deserves to be shown: which row, which code, how likely. An ``Offer`` is all choices of a run,
less what the coder has decided, which it counts. A ``RankedProposal`` is a choice with the
words to mark and the reasons (a ``CueProposal`` is what cues alone propose). A
``Suggestion`` of the model is a proposal with a number and a status, as it is stored.

A run goes ``reading.many`` -> ``corpus.rows`` -> ``corpus.features`` -> ``ranker.model`` ->
``ranker.offering`` -> ``reasons.proposal``; to store what is proposed is for the services.
"""
