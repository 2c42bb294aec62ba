// Writes the store of the sample site, to look at the app without a server:
//   sample_store /tmp/tablet.db && shoujie --store /tmp/tablet.db
#include "shared/core/seams.hpp"
#include "tests/qml/sample_site.hpp"

#include <cstdio>

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: sample_store FILE\n", stderr);
        return 2;
    }
    shoujie::client::test::writeSampleStore(argv[1], shoujie::SystemClock().now());
    return 0;
}
