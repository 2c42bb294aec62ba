#include "server/store/store_key.hpp"

#include "shared/core/bytes.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <span>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace shoujie::server {

namespace {

/// 64 hex digits and a newline.
constexpr std::size_t kLength = 65;

class File {
public:
    explicit File(int descriptor) : m_descriptor(descriptor) {}
    ~File() {
        if (m_descriptor >= 0) ::close(m_descriptor);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    [[nodiscard]] int get() const { return m_descriptor; }

private:
    int m_descriptor;
};

Error failed(const char* what) {
    return {ErrorCode::storage, "store.key", std::string(what) + ": " + std::strerror(errno)};
}

Result<SecretKey> readKey(const std::string& path) {
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0 && errno == ENOENT)
        return Error{ErrorCode::notFound, "store.key",
                     "the key of the database is missing: put it back beside the database"};
    if (file.get() < 0) return failed("the key of the database cannot be read");
    struct stat about {};
    if (::fstat(file.get(), &about) != 0) return failed("the key of the database cannot be read");
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return Error{ErrorCode::forbidden, "store.key",
                     "others may read the key of the database: chmod 600 it"};
    std::array<char, kLength + 1> text{};
    const auto size = ::read(file.get(), text.data(), text.size());
    const std::string_view digits(text.data(), 64);
    const Error wrong{ErrorCode::corrupt, "store.key", "is not a key of 64 hexadecimal digits"};
    if (size != kLength || text[64] != '\n') return wrong;
    const auto bytes = fromHex(digits);
    if (!bytes) return wrong;
    return SecretKey::fromBytes({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
}

Result<SecretKey> writeKey(const std::string& dataDir, const SecretKey& key) {
    const auto path = storeKeyFile(dataDir);
    const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file.get() < 0) return failed("the key of the database cannot be made");
    const auto text = toHex(std::span(key.data(), key.bytes().size())) + "\n";
    const File folder(::open(dataDir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const bool safe = ::write(file.get(), text.data(), text.size()) == kLength &&
                      ::fsync(file.get()) == 0 && folder.get() >= 0 && ::fsync(folder.get()) == 0;
    if (!safe) {
        const auto error = failed("the key of the database cannot be written");
        ::unlink(path.c_str());
        return error;
    }
    return key;
}

} // namespace

std::string storeKeyFile(const std::string& dataDir) {
    return (std::filesystem::path(dataDir) / "store.key").string();
}

Result<SecretKey> readStoreKey(const std::string& dataDir) {
    return readKey(storeKeyFile(dataDir));
}

Result<SecretKey> makeStoreKey(const std::string& dataDir) {
    return writeKey(dataDir, SecretKey::random());
}

Result<SecretKey> copyStoreKey(const std::string& file, const std::string& dataDir) {
    const auto key = readKey(file);
    return key ? writeKey(dataDir, *key) : key;
}

} // namespace shoujie::server
