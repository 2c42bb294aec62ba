#!/usr/bin/env python3
"""The house style as a test: layers, sizes and calls that must not be there.

    tidy.py [ROOT]       checks the files git knows or would take; every finding is file:line: rule
    tidy.py --self-test  plants a violation of each rule and sees it found

Python's minimal library only. A file that must break a rule stands in EXCEPTIONS with its reason.
"""
import re
import subprocess
import sys
from pathlib import Path

MAX_LINE = 100  # characters
MAX_FILE = {".cpp": 500, ".hpp": 500, ".qml": 300}  # lines
MAX_FUNCTION = 70  # lines from the opening brace to the closing one

# (rule, path or folder ending in /): why. One that nothing needs any more is itself a finding.
EXCEPTIONS = {
    ("json-header", "shared/rules/tool/"): "headers of one program, included nowhere else",
    ("sleep", "tests/bench/bench_sync.cpp"): "it looks now and then whether a server is done",
    ("sleep", "tests/bench/load_tablet.cpp"): "a tablet that is asked to come again waits a little",
    ("sleep", "tests/e2e/main_job.cpp"): "the demonstration shows two entries two seconds apart",
}

# Which folders of shared/ a folder may include, itself and the tests apart.
LAYERS = {
    "core": set(),
    "facts": {"core"},
    "rules": {"core", "facts"},
    "service": {"core", "facts"},
    "evidence": {"core", "facts"},
    "register": {"core", "facts", "rules", "service", "evidence"},
    "protocol": {"core", "facts", "rules", "service", "evidence", "register"},
    "audit": {"core", "facts", "rules", "service", "evidence", "register", "protocol"},
    "sqlite": {"core"},
}

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')
QML_IMPORT = re.compile(r'^\s*import\s+("[^"]*"|[\w.]+)')
SYSTEM_HEADERS = re.compile(
    r"^(filesystem|fstream|unistd\.h|fcntl\.h|dirent\.h|netdb\.h|poll\.h|(sys|net|netinet|arpa)/.*)$")
CLOCKS = re.compile(
    r"\b(system_clock::now|std::time\s*\(|time\s*\(\s*(NULL|nullptr|0)\s*\)|s?rand\s*\("
    r"|random_device\b|QDateTime::currentDateTime|QDate::currentDate|QTime::currentTime)")
QML_CLOCKS = re.compile(r"\bDate\.now\s*\(|\bnew Date\s*\(\s*\)|\bMath\.random\s*\(")
SLEEPS = re.compile(r"\bsleep_(for|until)\b|\b(q|u|nano|m)?[sS]leep\s*\(|\bqWait\s*\((?!0\))")
QML_SLEEPS = re.compile(r"(?<![\w.])wait\s*\((?!0\))")  # 0: only what is queued already
MACHINE_PATHS = re.compile(
    r"(?<![\w./~${}@-])/(home|root|srv|Users)/[\w.-]"
    r"|\b[A-Z]:\\\\?Users")


# ---- reading C++ ------------------------------------------------------------------------------
CPP_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/"""
    r"""|R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)\""""
    r"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'""", re.S)


def blanked(text):
    """The text with comments and literals as spaces: the same lines, code alone.

    A digit separator is no literal, and what an #include names stays."""
    def blank(match):
        found = match.group(0)
        before = match.string[:match.start()]
        if found[0] == "'" and before[-1:].isalnum():
            return found
        if found[0] == '"' and re.search(r"#\s*include\s*$", before[-40:]):
            return found
        return re.sub(r"[^\n]", " ", found)
    # 10'000 must not open a literal that swallows code up to the next quote.
    return CPP_TOKEN.sub(blank, re.sub(r"(?<=\d)'(?=\d)", "_", text))


def function_bodies(code):
    """(line, lines) of each function at the level of a file, namespace or class."""
    stack = []  # True for a brace that opens a scope of declarations
    since = 0  # where the present declaration began
    body = None  # (depth, position) of the function being read
    for match in re.finditer(r"[{};]", code):
        sign, at = match.group(), match.start()
        if sign == "{":
            head = re.sub(r"^\s*#.*$", "", code[since:at], flags=re.M).strip()
            scope = re.search(r"\b(namespace|class|struct|union|enum|extern)\b", head)
            is_type = bool(scope) and not re.search(r"\)\s*(const|noexcept|override|->.*|\s)*$", head)
            name = re.sub(r"\boperator\s*\S+?(?=\s*\()", "operator", head).split("(")[0]
            if body is None and not is_type and "(" in head and "=" not in name:
                body = (len(stack), at)
            stack.append(is_type)
            since = at + 1
        elif sign == "}":
            if stack:
                stack.pop()
            if body is not None and len(stack) == body[0]:
                first = code.count("\n", 0, body[1]) + 1
                yield first, code.count("\n", body[1], at) + 1
                body = None
            since = at + 1
        else:
            since = at + 1


# ---- the rules: each yields (line, rule, message) ---------------------------------------------
def check_includes(path, text):
    parts = path.split("/")
    room, folder = parts[0], "/".join(parts[:2])
    if room not in ("shared", "client", "server"):
        return
    tool = path.startswith(("shared/rules/tool/", "shared/audit/tool/", "shared/core/core_dumps.cpp"))
    for number, line in enumerate(text.split("\n"), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        name = match.group(1)
        to = name.split("/")
        qt = re.match(r"Q[A-Za-z]|q[a-z]+\.h$", name)
        if to[0] in ("client", "server", "tests") and to[0] != room:
            yield number, "layers", f"{room}/ must not include {to[0]}/"
        if room == "shared" and to[0] == "shared" and len(to) > 2 and len(parts) > 2:
            if to[1] != parts[1] and to[1] not in LAYERS.get(parts[1], set()):
                yield number, "layers", f"shared/{parts[1]} must not include shared/{to[1]}"
        if to[0] == room and len(to) > 2 and to[1] == "app" and parts[1] != "app":
            yield number, "layers", "nothing includes the composition root"
        if name == "sqlite3.h" and folder != "shared/sqlite":
            yield number, "sqlite", "sqlite3.h is included in shared/sqlite only"
        if to[0] == "boost" and folder != "server/net":
            yield number, "boost", "Boost is used in server/net only"
        if qt and (room == "shared" or folder in ("client/store", "client/sync", "client/platform")):
            yield number, "qt", f"{folder} is free of Qt"
        if room == "shared" and SYSTEM_HEADERS.match(name) and folder != "shared/sqlite" and not tool:
            yield number, "io", f"shared/ knows no files and no network: <{name}>"
        if name == "nlohmann/json.hpp" and path.endswith(".hpp") and \
                path != "shared/core/object_reader.hpp":
            yield number, "json-header", "headers include nlohmann/json_fwd.hpp"


def check_qml_imports(path, text):
    parts = path.split("/")
    if parts[0] != "qml" or len(parts) < 3 or parts[1] == "app":
        return
    # Words are texts, Models the view models in C++; neither is a feature.
    allowed = {"theme": [], "words": [], "components": ["theme"]}.get(
        parts[1], ["theme", "components", "words", "models"])
    for number, line in enumerate(text.split("\n"), 1):
        match = QML_IMPORT.match(line)
        if not match or re.match(r"Qt[A-Z]|QtQ?", match.group(1)):
            continue
        name = match.group(1)
        target = name[len("Shoujie."):].lower() if name.startswith("Shoujie.") else name
        if target != parts[1] and target not in allowed:
            yield number, "qml-import", f"qml/{parts[1]} must not import {name}"


def check_lines(path, text):
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            yield number, "line", f"{len(line)} characters, more than {MAX_LINE}"
    size = len(lines) - (lines[-1] == "")
    limit = MAX_FILE[Path(path).suffix]
    if size > limit:
        yield limit + 1, "file", f"{size} lines, more than {limit}"


def check_functions(path, code):
    for first, lines in function_bodies(code):
        if lines > MAX_FUNCTION:
            yield first, "function", f"{lines} lines, more than {MAX_FUNCTION}"


def is_seam(path):
    return re.match(r"(client|server|qml)/app/|client/platform/|shared/core/rng\.cpp$", path)


def check_calls(path, code):
    rules = []
    if path.startswith("tests/"):
        rules.append((SLEEPS, "sleep", "tests wait for what happens, not for time"))
        if path.endswith(".qml"):
            rules.append((QML_SLEEPS, "sleep", "tests wait for what happens, not for time"))
    elif not is_seam(path):
        clocks = QML_CLOCKS if path.endswith(".qml") else CLOCKS
        rules.append((clocks, "clock", "time and randomness come in through seams"))
    for pattern, rule, message in rules:
        for number, line in enumerate(code.split("\n"), 1):
            if pattern.search(line):
                yield number, rule, message


def check_paths(path, text):
    for number, line in enumerate(text.split("\n"), 1):
        if MACHINE_PATHS.search(line):
            yield number, "path", "names a folder of one machine"


def findings(path, text):
    """All (line, rule, message) of one file, in the order of its lines."""
    suffix = Path(path).suffix
    found = [] if path.startswith("tests/tidy/") else list(check_paths(path, text))
    if suffix in (".cpp", ".hpp"):
        code = blanked(text)
        found += check_includes(path, code)
        found += check_functions(path, code)
        found += check_calls(path, code)
    if suffix == ".qml":
        code = blanked(text)
        found += check_qml_imports(path, text)
        found += check_calls(path, code)
    if suffix in MAX_FILE:
        found += check_lines(path, text)
    return sorted(found)


# ---- running ----------------------------------------------------------------------------------
def files_of(root):
    """What git tracks or would take; everything but builds where this is no git tree."""
    try:
        listed = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        names = listed.decode("utf-8").split("\0")
    except (OSError, subprocess.CalledProcessError):
        names = [str(p.relative_to(root)) for p in root.rglob("*")]
        names = [n for n in names if not re.match(r"(build|\.git|\.cache)/", n)]
    return sorted({n for n in names if n and (root / n).is_file()})


def excepted(path, rule):
    for (name, place), _ in EXCEPTIONS.items():
        if name == rule and (path == place or (place.endswith("/") and path.startswith(place))):
            return (name, place)
    return None


def check_tree(root):
    bad, used, checked = 0, set(), 0
    for path in files_of(root):
        try:
            text = (root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or another binary
        checked += 1
        for line, rule, message in findings(path, text):
            exception = excepted(path, rule)
            if exception:
                used.add(exception)
                continue
            print(f"{path}:{line}: {rule}: {message}")
            bad += 1
    for rule, place in sorted(set(EXCEPTIONS) - used):
        print(f"tests/tidy/tidy.py:1: exception: nothing in {place} needs its exception from {rule}")
        bad += 1
    if checked < 50:
        print(f"{root}: only {checked} files found; is this the root of the tree?")
        bad += 1
    print(f"{checked} files, {bad} findings")
    return 1 if bad else 0


def main(arguments):
    if arguments == ["--self-test"]:
        import tidy_self_test
        return tidy_self_test.run()
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2]
    return check_tree(root)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
