"""What runs before a commit and on a server, tried in scratch repositories.

The program is published as a bare clone, as pre-commit fetches it. Here the hooks run the program
that is installed already, and nothing needs a network; ``PRE_COMMIT=full`` has pre-commit and the
workflow install it into environments of their own, and builds the shipped study whole, which needs
a package index and a few minutes (``make hooks``).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from manual_pages import block_after, steps_of

from ethnocode.services.manual import topic_page

ROOT = Path(__file__).parent.parent
PUBLISHED = (
    ".pre-commit-hooks.yaml",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "ethnocode",
    "codebooks",
    "corpora",
)
FULL = os.environ.get("PRE_COMMIT") == "full"
CONFIG = ".pre-commit-config.yaml"
WORKFLOW = ROOT / ".github" / "workflows" / "ethnocode.yml"
GOOD = """\
ethnocode: 1
id: lending
codes:
  - id: waiting
    definition: Somebody cannot go on until others, who need not say when, decide.
    include: [a wait whose end others decide]
    exclude: [a queue that moves]
    near: [{code: silence, tell_apart: waiting was promised an answer}]
    examples:
      - {text: we'll hear when we hear, apply: true, why: hangs on others}
      - {text: the bus was late, apply: false, why: nobody decides it}
  - id: silence
    definition: A letter or question gets no answer at all.
    include: [letters that nobody answers]
    exclude: [an answer that comes late]
    near: [{code: waiting, tell_apart: silence was promised nothing}]
    examples:
      - {text: not a word from them, apply: true, why: no answer}
      - {text: they wrote in May, apply: false, why: an answer}
"""
BAD = GOOD + "    expects: {with: [wating]}\n"

pytestmark = pytest.mark.skipif(
    shutil.which("git") is None or shutil.which("bash") is None, reason="needs git and bash"
)


@dataclass(frozen=True)
class Shell:
    """Runs commands for somebody whose home is empty and whose git has no settings.

    Args:
        home: The home.
        tools: Folder of ``ethnocode``, ``pre-commit`` and ``python``.
    """

    home: Path
    tools: Path = Path(sys.executable).parent

    def run(self, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "HOME": str(self.home),
            "PATH": os.pathsep.join((str(self.tools), os.environ["PATH"])),
            "PRE_COMMIT_HOME": str(self.home / "pre-commit"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **{
                f"GIT_{who}_{what}": "nobody"
                for who in ("AUTHOR", "COMMITTER")
                for what in ("NAME", "EMAIL")
            },
        }
        kept = ("PIP_CERT", "SSL_CERT_FILE", "PIP_CONFIG_FILE", "PIP_INDEX_URL", "PIP_FIND_LINKS")
        environment |= {name: os.environ[name] for name in kept if name in os.environ}
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )

    def must(self, folder: Path, *command: str) -> str:
        done = self.run(folder, *command)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    def commit(self, folder: Path) -> subprocess.CompletedProcess[str]:
        self.must(folder, "git", "add", "--all")
        return self.run(folder, "git", "commit", "--message", "work")


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    return Shell(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def bare(shell: Shell, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare clone of the program as it is here, tagged v0.1.0."""
    folder = tmp_path_factory.mktemp("published")
    tree = folder / "ethnocode"
    tree.mkdir()
    for name in PUBLISHED:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
            )
        else:
            shutil.copy(ROOT / name, tree / name)
    shell.must(tree, "git", "init", "--quiet")
    assert shell.commit(tree).returncode == 0
    shell.must(tree, "git", "tag", "v0.1.0")
    shell.must(folder, "git", "clone", "--quiet", "--bare", "ethnocode", "ethnocode.git")
    return folder / "ethnocode.git"


@pytest.fixture
def repository(shell: Shell, bare: Path, tmp_path: Path) -> Path:
    """A repository with the hooks of the manual, that for codebooks first, and nothing else."""
    shell.must(tmp_path, "git", "init", "--quiet")
    config = block_after(topic_page("ci"), "top of the repository that holds the study")
    config = config.replace("https://example.org/ethnocode.git", str(bare))
    if not FULL:
        for hook in ("ethnocode-lint", "ethnocode-check"):
            config = config.replace(f"- id: {hook}", f"- id: {hook}\n        language: system")
    (tmp_path / CONFIG).write_text(config.partition("      - id: ethnocode-check")[0])
    (tmp_path / "both.txt").write_text(config)
    shell.must(tmp_path, "pre-commit", "install")
    return tmp_path


def head_of(shell: Shell, folder: Path) -> str:
    return shell.run(folder, "git", "rev-parse", "HEAD").stdout


def test_a_bad_codebook_is_not_committed_and_a_good_one_is(shell: Shell, repository: Path) -> None:
    shell.run(repository, "pre-commit", "install-hooks")
    (repository / "codebooks").mkdir()
    book = repository / "codebooks" / "lending.yaml"
    book.write_text(BAD)

    blocked = shell.commit(repository)

    assert blocked.returncode == 1
    assert "codebooks/lending.yaml:20:22: CB003 error: " in blocked.stderr
    assert shell.run(repository, "git", "rev-parse", "--verify", "HEAD").returncode != 0

    book.write_text(GOOD)
    passed = shell.commit(repository)

    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Passed" in passed.stderr
    assert shell.must(repository, "git", "show", "HEAD:codebooks/lending.yaml") == GOOD


def test_a_file_that_is_no_codebook_is_nobodys_business(shell: Shell, repository: Path) -> None:
    (repository / "compose.yaml").write_text("a: [1\n")

    assert shell.commit(repository).returncode == 0


@pytest.fixture
def study(shell: Shell, repository: Path) -> Path:
    """A study in a repository, with a coding and its database committed."""
    (repository / "both.txt").replace(repository / CONFIG)
    (repository / "lending.yaml").write_text(GOOD)
    (repository / "notes.md").write_text("12 March 2019\n\nWe'll hear when we hear, they said.\n")
    shell.must(repository, "ethnocode", "init", "--codebook", "lending.yaml")
    shell.must(repository, "ethnocode", "ingest", "notes.md", "--date", "2019-03-12")
    add = ("ethnocode", "coding", "add", "notes.md", "waiting", "--quote", "when we hear")
    shell.must(repository, *add)
    (repository / ".gitignore").write_text(".ethnocode/\n")
    done = shell.commit(repository)
    assert done.returncode == 0, done.stdout + done.stderr
    return repository


def test_a_study_whose_codings_lost_their_code_is_not_committed(shell: Shell, study: Path) -> None:
    before = head_of(shell, study)
    book = study / "codebook.yaml"
    book.write_text(book.read_text().replace("waiting", "awaiting"))

    blocked = shell.commit(study)

    assert blocked.returncode == 1
    assert "CD001 error: " in blocked.stderr
    assert head_of(shell, study) == before


@pytest.fixture
def server(shell: Shell, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """What runs the steps of a workflow: the program is there already, or yet to be installed."""
    if not FULL:
        return shell
    folder = tmp_path_factory.mktemp("server")
    shell.must(folder, sys.executable, "-m", "venv", "python")
    return Shell(shell.home, folder / "python" / "bin")


def steps_of_job(text: str, *, bare: Path) -> list[str]:
    """Return the ``run:`` of each step of a workflow; installing only where all is tried.

    So is building the shipped study with all its reports, which takes half of a minute;
    ``tests/study`` checks it without them.
    """
    steps = yaml.safe_load(text)["jobs"]["check"]["steps"]
    runs = {step["name"]: step["run"] for step in steps if "run" in step}
    install = runs.pop("Install").replace("https://example.org/ethnocode.git", f"file://{bare}")
    if FULL:
        return [install, *runs.values()]
    return [run for run in runs.values() if "ethnocode demo" not in run]


def statuses(shell: Shell, folder: Path, steps: list[str]) -> list[int]:
    """Run steps as the service does, each by ``bash -e``, and return their exit statuses."""
    return [shell.run(folder, "bash", "-eo", "pipefail", "-c", step).returncode for step in steps]


def test_the_steps_of_the_workflow_here_pass_in_a_clone(
    server: Shell, bare: Path, tmp_path: Path
) -> None:
    server.must(tmp_path, "git", "clone", "--quiet", str(bare), "clone")
    steps = steps_of_job(WORKFLOW.read_text("utf-8"), bare=bare)

    assert statuses(server, tmp_path / "clone", steps) == [0] * len(steps)
    assert (tmp_path / "clone" / "ethnocode.sarif").stat().st_size > 0


def test_the_steps_of_the_workflow_of_the_manual_tell_good_from_bad(
    server: Shell, study: Path, bare: Path
) -> None:
    page = block_after(topic_page("ci"), "in `.github/workflows/ethnocode.yml`:")
    *install, lint, check = steps_of_job(page, bare=bare)

    assert statuses(server, study, [*install, lint, check]) == [0] * (len(install) + 2)
    book = study / "codebook.yaml"
    book.write_text(BAD)
    assert statuses(server, study, [lint, check]) == [1, 1]
    said = server.run(study, "bash", "-e", "-c", lint).stdout
    assert said.startswith("::error file=codebook.yaml,line=20,col=22,title=CB003 ")


def test_the_example_of_the_manual_prints_what_it_says(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "lending.yaml").write_text(BAD)
    (command, said) = next(steps_of(topic_page("ci")))

    done = shell.run(tmp_path, *command.split())

    assert done.returncode == 1
    assert " ".join((done.stdout + done.stderr).split()) == " ".join(said.split())
