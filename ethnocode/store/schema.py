"""Tables of a project, as the migrations make them.

Texts, originals, cuttings, segments, marks and codebook snapshots are *content*: keyed by
digest or never changed, written once. Sources, speakers, persons, codes, coders,
codings, suggestions, memos and readings are *state*: every change of a row is kept in an event.
"""

APPLICATION_ID = 0x45544E4F
"""``ETNO``: marks a SQLite file as an ethnocode project."""

SCHEMA_VERSION = 4
"""Value of ``user_version``; a higher one was written by a newer program."""

STATE_TABLES = (
    "coders",
    "codes",
    "persons",
    "sources",
    "speakers",
    "codings",
    "suggestions",
    "memos",
    "readings",
)
"""Tables whose rows change, in an order that respects foreign keys."""

ANCHORED_TABLES = ("codings", "suggestions", "memos", "readings")
"""Tables of state whose rows sit on words of a text; a memo may sit on none."""

FIRST_TABLES = (
    """
    create table texts (
        digest text primary key,
        text text not null,
        characters integer not null check (characters > 0),
        words integer not null check (words >= 0)
    ) strict
    """,
    """
    create table originals (
        sha256 text primary key,
        bytes blob not null
    ) strict
    """,
    """
    create table cuttings (
        id integer primary key autoincrement,
        digest text not null references texts (digest),
        key text not null unique
    ) strict
    """,
    """
    create table segments (
        id integer primary key autoincrement,
        cutting_id integer not null references cuttings (id),
        kind text not null,
        start integer not null,
        "end" integer not null,
        words_from integer not null,
        passage integer not null check (passage in (0, 1)),
        words integer,
        date text,
        time text,
        speaker text,
        page integer,
        heading text,
        check (0 <= start and start < "end"),
        check (start <= words_from and words_from <= "end")
    ) strict
    """,
    "create index segments_by_cutting on segments (cutting_id, start)",
    """
    create view passages as
    select segments.id as id,
        substr(texts.text, segments.start + 1, segments."end" - segments.start) as body
    from segments
    join cuttings on cuttings.id = segments.cutting_id
    join texts on texts.digest = cuttings.digest
    where segments.passage = 1
    """,
    """
    create virtual table passages_fts using fts5 (
        body, content='passages', content_rowid='id',
        tokenize="unicode61 remove_diacritics 2"
    )
    """,
    """
    create table codebooks (
        digest text primary key,
        body text not null
    ) strict
    """,
    """
    create table coders (
        id integer primary key autoincrement,
        name text not null unique
    ) strict
    """,
    """
    create table codes (
        id integer primary key autoincrement,
        code text not null unique
    ) strict
    """,
    """
    create table persons (
        id integer primary key autoincrement,
        pseudonym text not null unique,
        role text not null,
        "group" text not null,
        author integer not null check (author in (0, 1)),
        composite integer not null check (composite >= 1),
        aliases text not null,
        note text not null
    ) strict
    """,
    """
    create table sources (
        id integer primary key autoincrement,
        guid text not null unique,
        path text not null unique,
        basename text not null,
        kind text not null,
        title text not null,
        date text,
        wave integer,
        author text not null,
        digest text not null references texts (digest),
        sha256 text not null references originals (sha256),
        cutting_id integer not null references cuttings (id),
        variables text not null,
        added text not null
    ) strict
    """,
    """
    create table speakers (
        id integer primary key autoincrement,
        source_id integer not null references sources (id),
        label text not null,
        person_id integer not null references persons (id),
        unique (source_id, label)
    ) strict
    """,
    """
    create table codings (
        id integer primary key autoincrement,
        guid text not null unique,
        source_id integer not null references sources (id),
        code_id integer not null references codes (id),
        coder_id integer not null references coders (id),
        start integer not null,
        "end" integer not null,
        quote text not null,
        prefix text not null,
        suffix text not null,
        digest text not null references texts (digest),
        created text not null,
        origin text not null,
        status text not null check (status in ('anchored', 'needs-review')),
        memo text not null,
        properties text not null,
        check (0 <= start and start < "end"),
        check (length(quote) = "end" - start)
    ) strict
    """,
    """
    create unique index codings_once
    on codings (source_id, code_id, coder_id, start, "end", digest)
    """,
    """
    create table suggestions (
        id integer primary key autoincrement,
        source_id integer not null references sources (id),
        code_id integer not null references codes (id),
        start integer not null,
        "end" integer not null,
        quote text not null,
        prefix text not null,
        suffix text not null,
        digest text not null references texts (digest),
        engine text not null,
        score real not null check (0 <= score and score <= 1),
        status text not null check (status in ('undecided', 'accepted', 'rejected')),
        explanation text not null,
        matches text not null,
        created text not null,
        decided text,
        decided_by text not null,
        check (0 <= start and start < "end"),
        check (length(quote) = "end" - start)
    ) strict
    """,
    """
    create unique index suggestions_once
    on suggestions (source_id, code_id, engine, start, "end", digest)
    """,
    """
    create table events (
        id integer primary key autoincrement,
        at text not null,
        actor text not null,
        action text not null,
        summary text not null,
        codebook text not null,
        undoes integer references events (id),
        count integer not null check (count > 0),
        changes text not null,
        changes_sha256 text not null,
        chain text not null unique
    ) strict
    """,
    """
    create trigger events_are_kept before delete on events
    begin select raise(abort, 'events are never deleted'); end
    """,
    """
    create trigger events_are_fixed before update on events
    begin select raise(abort, 'events are never changed'); end
    """,
)

MEMOS_AND_SIDE_FILES = (
    """
    create table memos (
        id integer primary key autoincrement,
        guid text not null unique,
        kind text not null,
        title text not null,
        body text not null,
        coder_id integer not null references coders (id),
        created text not null,
        edited text,
        coding_id integer references codings (id),
        code_id integer references codes (id),
        person_id integer references persons (id),
        source_id integer references sources (id),
        start integer,
        "end" integer,
        quote text,
        prefix text,
        suffix text,
        digest text references texts (digest),
        status text not null check (status in ('anchored', 'needs-review')),
        check (
            (coding_id is not null) + (code_id is not null) + (person_id is not null)
                + (source_id is not null) <= 1
        ),
        check (
            start is null and "end" is null and quote is null and prefix is null
                and suffix is null and digest is null
            or source_id is not null and 0 <= start and start < "end"
                and length(quote) = "end" - start and prefix is not null
                and suffix is not null and digest is not null
        )
    ) strict
    """,
    "create index memos_by_coding on memos (coding_id)",
    """
    create table side_files (
        name text primary key,
        bytes blob not null
    ) strict
    """,
)
"""A memo is on the study, or on one coding, code, person, source or passage of a source.

Side files are those beside the database; only a backup holds any.
"""

MARKS = (
    """
    create table marks (
        id integer primary key autoincrement,
        cutting_id integer not null references cuttings (id),
        kind text not null,
        start integer not null,
        "end" integer not null,
        words text not null,
        author text not null,
        date text,
        check (0 <= start and start <= "end")
    ) strict
    """,
    "create index marks_by_cutting on marks (cutting_id, kind, start)",
)
"""Pages, cues, quoted parts, comments, furniture: what is known of a text beside its cutting."""

EVIDENCE_AND_READINGS = (
    """
    create table suggestions_anew (
        id integer primary key autoincrement,
        source_id integer not null references sources (id),
        code_id integer not null references codes (id),
        start integer not null,
        "end" integer not null,
        quote text not null,
        prefix text not null,
        suffix text not null,
        digest text not null references texts (digest),
        engine text not null,
        score real not null check (0 <= score and score <= 1),
        status text not null
            check (status in ('undecided', 'accepted', 'rejected', 'corrected')),
        explanation text not null,
        matches text not null,
        created text not null,
        decided text,
        decided_by text not null,
        band text not null default 'plausible' check (band in ('weak', 'plausible', 'strong')),
        evidence text not null default '',
        drawn text not null default '',
        correction text not null default '',
        check (0 <= start and start < "end"),
        check (length(quote) = "end" - start)
    ) strict
    """,
    """
    insert into suggestions_anew (
        id, source_id, code_id, start, "end", quote, prefix, suffix, digest, engine, score,
        status, explanation, matches, created, decided, decided_by
    )
    select id, source_id, code_id, start, "end", quote, prefix, suffix, digest, engine, score,
        status, explanation, matches, created, decided, decided_by
    from suggestions
    """,
    "delete from sqlite_sequence where name = 'suggestions_anew'",
    """
    insert into sqlite_sequence (name, seq)
    select 'suggestions_anew', seq from sqlite_sequence where name = 'suggestions'
    """,
    "drop table suggestions",
    "alter table suggestions_anew rename to suggestions",
    """
    create unique index suggestions_once
    on suggestions (source_id, code_id, engine, start, "end", digest)
    """,
    """
    create table readings (
        id integer primary key autoincrement,
        source_id integer not null references sources (id),
        coder_id integer not null references coders (id),
        start integer not null,
        "end" integer not null,
        quote text not null,
        prefix text not null,
        suffix text not null,
        digest text not null references texts (digest),
        drawn text not null check (drawn in ('source', 'confirm', 'fill', 'random')),
        created text not null,
        check (0 <= start and start < "end"),
        check (length(quote) = "end" - start)
    ) strict
    """,
    """
    create unique index readings_once
    on readings (source_id, coder_id, start, "end", digest)
    """,
)
"""Suggestions that say what they are made of, and passages that a coder has read.

The numbers of suggestions go on where they were: a number is never given twice.
"""
