#pragma once

#include <QList>
#include <QString>
#include <QTemporaryDir>

namespace shoujie::test {

/// A disk of a few MiB for real programs, that the test can fill: a file system in memory that
/// nobody else sees and that goes with the test's process. Where mounting one is forbidden,
/// programs may write into no file while it is "full": what SQLite then takes for a disk that
/// fails.
class SmallDisk {
public:
    /// Call it first in main(), before there are other threads.
    static void prepare();

    explicit SmallDisk(int mebibytes);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    /// A file system, not only a limit of programs.
    [[nodiscard]] bool isReal() const { return m_real; }
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

    /// Leaves no byte of room; `program` is the one that must not write where it is not real.
    void fill(qint64 program);
    void makeRoom(qint64 program);

private:
    QTemporaryDir m_folder;
    bool m_real = false;
};

} // namespace shoujie::test
