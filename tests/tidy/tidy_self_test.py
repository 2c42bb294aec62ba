"""Plants violations of every rule of tidy.py, and things that only look like one."""
import tidy


def function(lines):
    return "int f(int a) {\n" + "    a += 1;\n" * (lines - 2) + "}\n"


# rule, path, text, line at which it must be found
PLANTED = [
    ("layers", "shared/core/a.hpp", '#include "shared/facts/fact.hpp"', 1),
    ("layers", "shared/facts/a.cpp", '\n#include "shared/rules/policy.hpp"', 2),
    ("layers", "shared/rules/a.cpp", '#include "shared/evidence/interval.hpp"', 1),
    ("layers", "shared/evidence/a.cpp", '#include "shared/rules/policy.hpp"', 1),
    ("layers", "shared/evidence/a.cpp", '#include "shared/register/receipt.hpp"', 1),
    ("layers", "shared/register/a.cpp", '#include "shared/protocol/messages.hpp"', 1),
    ("layers", "shared/sqlite/a.cpp", '#include "shared/facts/fact.hpp"', 1),
    ("layers", "shared/protocol/a.cpp", '#include "shared/sqlite/database.hpp"', 1),
    ("layers", "shared/rules/visits/a.cpp", '#include "shared/sqlite/database.hpp"', 1),
    ("layers", "shared/core/a.cpp", '#include "client/store/tablet.hpp"', 1),
    ("layers", "client/store/a.cpp", '#include "server/api/api.hpp"', 1),
    ("layers", "server/api/a.hpp", '#  include "client/store/tablet.hpp"', 1),
    ("layers", "client/store/a.cpp", '#include "client/app/main.hpp"', 1),
    ("layers", "server/net/a.cpp", '#include "tests/support/processes.hpp"', 1),
    ("sqlite", "server/store/a.cpp", "#include <sqlite3.h>", 1),
    ("boost", "server/api/a.cpp", "#include <boost/beast/http.hpp>", 1),
    ("boost", "shared/core/a.cpp", "#include <boost/crc.hpp>", 1),
    ("boost", "client/sync/a.cpp", "#include <boost/asio.hpp>", 1),
    ("qt", "shared/core/a.hpp", "#include <QString>", 1),
    ("qt", "shared/rules/a.hpp", "#include <QtCore/QString>", 1),
    ("qt", "client/store/a.hpp", "#include <QObject>", 1),
    ("io", "shared/facts/a.cpp", "#include <filesystem>", 1),
    ("io", "shared/rules/a.cpp", "#include <fstream>", 1),
    ("io", "shared/core/a.cpp", "#include <sys/socket.h>", 1),
    ("json-header", "shared/facts/a.hpp", "#include <nlohmann/json.hpp>", 1),
    ("json-header", "client/store/a.hpp", "#include <nlohmann/json.hpp>", 1),
    ("qml-import", "qml/visits/A.qml", "import QtQuick\nimport Shoujie.Customers", 2),
    ("qml-import", "qml/visits/A.qml", 'import "../floor"', 1),
    ("qml-import", "qml/components/A.qml", "import Shoujie.Words", 1),
    ("qml-import", "qml/components/A.qml", "import Shoujie.Visits 1.0", 1),
    ("qml-import", "qml/theme/A.qml", "import Shoujie.Components", 1),
    ("line", "client/a.cpp", "\n" + "x" * 101, 2),
    ("line", "qml/visits/A.qml", "字" * 101, 1),
    ("file", "server/a.hpp", "\n" * 501, 501),
    ("file", "qml/visits/A.qml", "\n" * 301, 301),
    ("function", "client/a.cpp", function(71), 1),
    ("function", "client/a.cpp", "namespace a {\nclass B {\n" + function(71) + "};\n}", 3),
    ("function", "client/a.cpp", "int g() { return 1; }\n" + function(71), 2),
    ("function", "client/a.cpp", 'const char* t = R"x({ " \' )x";\n' + function(71), 2),
    ("function", "client/a.cpp", "int n = 10'000; char c = '{';\n" + function(71), 2),
    ("function", "client/a.cpp", "// it's {\n/* { */\n" + function(71), 3),
    ("function", "client/a.cpp", "A::A(int b)\n    : m_b(b) {\n" + "\n" * 70 + "}", 2),
    ("function", "client/a.cpp", "bool A::operator==(const A& a) const {\n" + "\n" * 70 + "}", 1),
    ("function", "client/a.cpp", function(71).replace("a += 1;", "if (a) { a += 1; }"), 1),
    ("clock", "client/store/a.cpp", "auto t = std::chrono::system_clock::now();", 1),
    ("clock", "shared/core/time.cpp", "auto t = system_clock::now();", 1),
    ("clock", "server/services/a.cpp", "auto t = std::time(nullptr);", 1),
    ("clock", "server/services/a.cpp", "auto t = time(NULL);", 1),
    ("clock", "client/sync/a.cpp", "int r = rand();", 1),
    ("clock", "client/sync/a.cpp", "std::random_device r;", 1),
    ("clock", "client/viewmodels/a.cpp", "auto t = QDateTime::currentDateTimeUtc();", 1),
    ("clock", "qml/visits/A.qml", "Item { property var t: Date.now() }", 1),
    ("clock", "qml/visits/A.qml", "Item { property var t: new Date() }", 1),
    ("sleep", "tests/a.cpp", "std::this_thread::sleep_for(1s);", 1),
    ("sleep", "tests/a.cpp", "QTest::qSleep(5);", 1),
    ("sleep", "tests/a.cpp", "QThread::msleep(5);", 1),
    ("sleep", "tests/a.cpp", "usleep(5); // only a little", 1),
    ("sleep", "tests/a.cpp", "QTest::qWait(50);", 1),
    ("sleep", "tests/qml/tst_a.qml", "TestCase { function test_a() { wait(50) } }", 1),
    ("path", "docs/a.md", "see /home/somebody/notes", 1),
    ("path", "client/a.cpp", 'open("/srv/x.db");', 1),
    ("path", "CMakeLists.txt", "set(DIR /srv/build)", 1),
    ("path", "dev", "cd /Users/somebody", 1),
]

INNOCENT = [
    ("shared/register/a.cpp", '#include "shared/evidence/interval.hpp"'),
    ("shared/rules/visits/a.cpp", '#include "shared/rules/book/book.hpp"'),
    ("shared/rules/tool/main.cpp", "#include <filesystem>"),
    ("shared/sqlite/database.cpp", "#include <sqlite3.h>"),
    ("shared/core/object_reader.hpp", "#include <nlohmann/json.hpp>"),
    ("shared/core/a.cpp", "#include <nlohmann/json.hpp>\n#include <queue>"),
    ("shared/core/a.hpp", "#include <nlohmann/json_fwd.hpp>"),
    ("shared/core/a.cpp", '// #include "client/store/tablet.hpp"'),
    ("server/net/a.cpp", "#include <boost/beast.hpp>"),
    ("client/transport/a.hpp", "#include <QObject>"),
    ("client/app/a.cpp", '#include "client/app/b.hpp"\nauto t = QDateTime::currentDateTime();'),
    ("tests/server/a.cpp", '#include "server/api/api.hpp"\n#include "shared/core/ids.hpp"'),
    ("qml/app/Main.qml", "import Shoujie.Visits\nimport Shoujie.Floor"),
    ("qml/visits/A.qml", "import QtQuick\nimport QtQuick.Templates as T\nimport QtQml\n"
     "import Shoujie.Theme\nimport Shoujie.Components\nimport Shoujie.Words\n"
     "import Shoujie.Models\nimport Shoujie.Visits"),
    ("client/a.cpp", "字" * 100 + "\n"),
    ("server/a.hpp", "\n" * 500),
    ("client/a.cpp", function(70) + function(70)),
    ("client/a.cpp", "const int kTable[] = {\n" + "    1,\n" * 100 + "};"),
    ("client/a.cpp", "struct A {\n" + "    int a;\n" * 100 + "};"),
    ("client/a.cpp", "namespace a {\n" + function(70) * 3 + "}"),
    ("client/a.cpp", "auto t = clock.now(); // not system_clock::now()\nint operand(int);"),
    ("client/a.cpp", 'const char* text = "std::time(nullptr)";'),
    ("client/platform/elapsed.cpp", "auto t = system_clock::now();"),
    ("shared/core/rng.cpp", "auto t = std::chrono::system_clock::now();"),
    ("shared/core/a.cpp", "std::chrono::nanoseconds sleep{}; runtime(0); timeOf(0);"),
    ("qml/visits/A.qml", "Item { property var t: new Date(model.at) }"),
    ("tests/a.cpp", "QTRY_VERIFY(done); QTest::qWaitFor(done, 500); // no sleep(5) here"),
    ("tests/qml/tst_a.qml", "TestCase { function test_a() { waitForRendering(item); spy.wait(9); "
     "wait(0) } }"),
    ("docs/a.md", "GET /v1/facts, shared/srv/x, https://example.org/home/page, $HOME/srv/x"),
    ("dev", "#!/usr/bin/env bash"),
]


def run():
    bad = 0
    for rule, path, text, line in PLANTED:
        found = [(number, name) for number, name, _ in tidy.findings(path, text)]
        if found != [(line, rule)]:
            print(f"planted {rule} at {path}:{line}: {text[:60]!r}: found {found}")
            bad += 1
    for path, text in INNOCENT:
        found = tidy.findings(path, text)
        if found:
            print(f"innocent {path}: {text[:60]!r}: found {found}")
            bad += 1
    planted = {rule for rule, _, _, _ in PLANTED}
    print(f"{len(PLANTED)} planted violations of {len(planted)} rules, {len(INNOCENT)} innocent "
          f"texts, {bad} wrong")
    return 1 if bad else 0
