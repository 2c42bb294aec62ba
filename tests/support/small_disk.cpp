#include "tests/support/small_disk.hpp"

#include <QByteArray>
#include <QFile>
#include <QtGlobal>

#include <csignal>
#include <fcntl.h>
#include <sched.h>
#include <string>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace shoujie::test {

namespace {

bool write(const char* file, const std::string& text) {
    const int fd = ::open(file, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return false;
    const bool done = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::close(fd);
    return done;
}

/// Mounts of our own, as root or as root of a name space of our own.
bool mayMount() {
    static bool may = false;
    static bool asked = false;
    if (std::exchange(asked, true)) return may;
    if (qEnvironmentVariableIsSet("SHOUJIE_NO_MOUNT")) return may;
    if (::unshare(CLONE_NEWNS) != 0) {
        const auto user = std::to_string(::getuid());
        const auto group = std::to_string(::getgid());
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return may;
        (void)write("/proc/self/setgroups", "deny");
        (void)write("/proc/self/uid_map", user + " " + user + " 1");
        (void)write("/proc/self/gid_map", group + " " + group + " 1");
    }
    may = ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    return may;
}

void limitFiles(qint64 program, rlim_t bytes) {
    const rlimit limit{bytes, RLIM_INFINITY};
    if (::prlimit(static_cast<pid_t>(program), RLIMIT_FSIZE, &limit, nullptr) != 0)
        qFatal("a program's files cannot be limited");
}

} // namespace

void SmallDisk::prepare() {
    (void)mayMount();
    // Inherited by the programs: they are refused, not killed.
    std::signal(SIGXFSZ, SIG_IGN);
}

SmallDisk::SmallDisk(int mebibytes) {
    const auto folder = m_folder.path().toLocal8Bit();
    const auto size = "size=" + std::to_string(mebibytes) + "m,mode=0700";
    m_real = mayMount() &&
             ::mount("none", folder.constData(), "tmpfs", MS_NOSUID | MS_NODEV, size.c_str()) == 0;
}

SmallDisk::~SmallDisk() {
    if (m_real) ::umount2(m_folder.path().toLocal8Bit().constData(), MNT_DETACH);
}

void SmallDisk::fill(qint64 program) {
    if (!m_real) return limitFiles(program, 0);
    const int fd = ::open(path(QStringLiteral("filler")).toLocal8Bit().constData(),
                          O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0) qFatal("the disk cannot be filled");
    const std::string page(4096, 'x');
    while (::write(fd, page.data(), page.size()) > 0) {
    }
    ::close(fd);
}

void SmallDisk::makeRoom(qint64 program) {
    if (!m_real) return limitFiles(program, RLIM_INFINITY);
    if (!QFile::remove(path(QStringLiteral("filler")))) qFatal("no room can be made");
}

} // namespace shoujie::test
