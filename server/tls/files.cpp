#include "server/tls/files.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace shoujie::server {

Result<void> syncFolder(const std::string& folder) {
    const int fd =
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool done = fd >= 0 && ::fsync(fd) == 0;
    const int why = errno;
    if (fd >= 0) ::close(fd);
    if (done) return {};
    return Error{ErrorCode::storage, "",
                 std::string("the folder cannot be made safe: ") + std::strerror(why)};
}

Result<void> renameDurably(const std::string& from, const std::string& to) {
    if (std::rename(from.c_str(), to.c_str()) != 0)
        return Error{ErrorCode::storage, "",
                     std::string("cannot be given its name: ") + std::strerror(errno)};
    return syncFolder(std::filesystem::path(to).parent_path().string());
}

} // namespace shoujie::server
