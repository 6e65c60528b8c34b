"""The fault laboratory: every storage call of every writing command, broken on purpose.

How it works. A small library (``shim.c``) is loaded before libc in a *runner*, a process
that has imported the program once. For each fault the runner copies a template project,
forks, and in the child arms the shim (kill before the k-th storage call, tear the k-th
write in two, answer the k-th call with an errno, raise a signal at it) and runs one
command as the shell would. What is then on the disk is judged by ``verifier``, which
knows the tables and SQLite but none of the program's code; after that the same command
is run again, without a fault, and must succeed.

What must hold after any fault:

A  what was acknowledged (exit 0, or a word on stdout) is there; else the project is
   wholly as before or wholly as after: state, events and side files;
I  integrity, foreign keys, full-text index, event chain and anchors are sound;
D  no source is half there;
Y  side files are whole, and what the log says once the next command has run;
L  no temporary file is left once the next command has run;
R  the same command run again does what it should, or says that it is done already;
V  the program's own ``verify`` has nothing to say at the end;
E  an error is one line and a hint on stderr with its own exit status, never a traceback.

``power_cut`` builds from a record of all calls the states that a power failure could
leave. ``seeded_bugs`` are mistakes planted in the write path; the laboratory must catch
each one. ``make faults`` runs everything (``long``); the tests run a part.
"""
