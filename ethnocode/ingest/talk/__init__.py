"""Talk with times and speakers: captions, tables, and what speech recognition gives."""
