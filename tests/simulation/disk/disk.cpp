#include "tests/simulation/disk/disk.hpp"

#include "tests/simulation/disk/medium.hpp"
#include "tests/simulation/disk/vfs.hpp"

#include <utility>

namespace shoujie::simulation {

Disk::Disk(std::string name, std::uint64_t seed)
    : m_name(std::move(name)), m_medium(std::make_shared<Medium>(seed)) {
    mount(m_name, m_medium, seed);
}

Disk::~Disk() {
    unmount(m_name);
    const auto held = holdMedia();
    m_medium->killProcess();
}

std::string Disk::path(const std::string& file) const {
    return "/" + m_name + "/" + file;
}

void Disk::cutPower() {
    const auto held = holdMedia();
    m_medium->cutPower();
}
void Disk::killProcess() {
    const auto held = holdMedia();
    m_medium->killProcess();
}
std::uint64_t Disk::operations() const {
    const auto held = holdMedia();
    return m_medium->operations();
}
void Disk::stopAfter(std::uint64_t operationsFromNow) {
    const auto held = holdMedia();
    m_medium->stopAfter(operationsFromNow);
}
bool Disk::isStopped() const {
    const auto held = holdMedia();
    return m_medium->isStopped();
}
void Disk::failOnce(Fault fault, std::uint64_t skip) {
    const auto held = holdMedia();
    m_medium->failOnce(fault, skip);
}
void Disk::failNoMore() {
    const auto held = holdMedia();
    m_medium->failNoMore();
}
void Disk::setCapacity(std::uint64_t bytes) {
    const auto held = holdMedia();
    m_medium->setCapacity(bytes);
}
std::uint64_t Disk::used() const {
    const auto held = holdMedia();
    return m_medium->used();
}
DiskImage Disk::image() const {
    const auto held = holdMedia();
    return m_medium->image();
}
void Disk::restore(const DiskImage& image) {
    const auto held = holdMedia();
    m_medium->restore(image);
}
void Disk::lieAboutSync(bool lie) {
    const auto held = holdMedia();
    m_medium->lieAboutSync(lie);
}
void Disk::claimPowersafeOverwrite(bool powersafe) {
    const auto held = holdMedia();
    m_medium->setPowersafe(powersafe);
}

} // namespace shoujie::simulation
