#include "tests/bench/bare_disk.hpp"

#include "shared/sqlite/database.hpp"
#include "tests/bench/tls_client.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>
#include <vector>

namespace shoujie::bench {

using Timing = std::chrono::steady_clock;

std::chrono::duration<double> fsyncTime(const std::string& folder, std::size_t times) {
    const std::string path = folder + "/fsync";
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) giveUp("cannot write beside the server");
    const std::array<char, 4096> page{};
    std::vector<Timing::duration> took;
    for (std::size_t i = 0; i < times; ++i) {
        const auto began = Timing::now();
        if (::write(fd, page.data(), page.size()) < 0 || ::fdatasync(fd) != 0)
            giveUp("the disk fails");
        took.push_back(Timing::now() - began);
    }
    ::close(fd);
    ::unlink(path.c_str());
    const auto middle = took.begin() + static_cast<std::ptrdiff_t>(took.size() / 2);
    std::nth_element(took.begin(), middle, took.end());
    return *middle;
}

double commitRate(const std::string& folder, std::size_t rows, std::size_t group) {
    const std::string path = folder + "/bare.sqlite";
    for (const char* end : {"", "-wal", "-shm"})
        ::unlink((path + end).c_str());
    auto database = sqlite::Database::open(path);
    if (!database) giveUp("SQLite does not open");
    database->execute("CREATE TABLE facts (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
                      " device TEXT NOT NULL, received INTEGER NOT NULL, leaf BLOB NOT NULL,"
                      " body TEXT NOT NULL) STRICT");
    const bool small = group == 1;
    const std::string body(small ? 16 : 300, 'x');
    const std::array<std::uint8_t, 32> leaf{};
    sqlite::Statement insert(*database, "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?)");
    const auto began = Timing::now();
    for (std::size_t done = 0; done < rows; done += group) {
        sqlite::Transaction transaction(*database);
        for (std::size_t i = done; i < done + group; ++i) {
            const auto number = static_cast<std::int64_t>(i);
            // As random as the ids of many tablets are.
            insert.bind(1, number)
                .bind(2, std::to_string(number * 2'654'435'761 % 4'294'967'296) + "-01HZX")
                .bind(3, "01HZX3A8Q9")
                .bind(4, number)
                .bindBlob(5, leaf)
                .bind(6, body)
                .run();
        }
        transaction.commit();
    }
    const std::chrono::duration<double> took = Timing::now() - began;
    return static_cast<double>((rows + group - 1) / group * group) / took.count();
}

} // namespace shoujie::bench
