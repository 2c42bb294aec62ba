#include "tests/simulation/disk/medium.hpp"

#include <algorithm>
#include <utility>

namespace shoujie::simulation {

namespace {

constexpr std::uint64_t kSector = 512;

void overwrite(std::string& content, std::uint64_t offset, std::string_view bytes) {
    if (content.size() < offset + bytes.size()) content.resize(offset + bytes.size());
    std::ranges::copy(bytes, content.begin() + static_cast<std::ptrdiff_t>(offset));
}

void apply(std::string& content, const Change& change) {
    if (change.bytes)
        overwrite(content, change.offset, *change.bytes);
    else
        content.resize(change.offset);
}

} // namespace

// ---- what processes do ----

Medium::Fate Medium::nextOperation() {
    if (m_stopped) return Fate::never;
    ++m_operations;
    if (m_stopAt == 0 || m_operations < m_stopAt) return Fate::happens;
    m_stopped = true;
    return Fate::halfway;
}

bool Medium::hits(Disk::Fault fault) {
    auto& left = m_faults[static_cast<std::size_t>(fault)];
    if (!left) return false;
    if (*left > 0) {
        --*left;
        return false;
    }
    left.reset();
    return true;
}

FilePtr Medium::find(const std::string& name) const {
    const auto found = m_names.find(name);
    return found == m_names.end() ? nullptr : found->second;
}

FilePtr Medium::open(const std::string& name, bool create, bool exclusive) {
    const Fate fate = nextOperation();
    if (fate == Fate::never) return nullptr;
    FilePtr file = find(name);
    if (fate == Fate::halfway) {
        if (!file && create && m_dice.chance(50)) rename(name, std::make_shared<File>());
        return nullptr;
    }
    if (file) return exclusive ? nullptr : file;
    if (!create) return nullptr;
    file = std::make_shared<File>();
    rename(name, file);
    return file;
}

Medium::Outcome Medium::read(const File& file, std::uint64_t offset, std::span<char> out) {
    if (nextOperation() != Fate::happens || hits(Disk::Fault::readError)) return Outcome::failed;
    const std::size_t there =
        offset < file.cache.size()
            ? std::min<std::size_t>(out.size(),
                                    file.cache.size() - static_cast<std::size_t>(offset))
            : 0;
    std::copy_n(file.cache.data() + (there == 0 ? 0 : offset), there, out.data());
    std::ranges::fill(out.subspan(there), '\0');
    return there == out.size() ? Outcome::ok : Outcome::shortRead;
}

void Medium::put(File& file, std::uint64_t offset, std::string_view bytes) {
    overwrite(file.cache, offset, bytes);
    file.changes.push_back({offset, std::string(bytes)});
}

/// A write that was interrupted: nothing, all, or sectors from its beginning.
void Medium::putPart(File& file, std::uint64_t offset, std::string_view bytes) {
    if (bytes.empty()) return;
    const auto sectors = (offset + bytes.size() - 1) / kSector - offset / kSector + 1;
    const auto kept = m_dice.below(sectors + 1);
    if (kept == 0) return;
    const auto end = std::min(offset + bytes.size(), (offset / kSector + kept) * kSector);
    put(file, offset, bytes.substr(0, static_cast<std::size_t>(end - offset)));
}

Medium::Outcome Medium::write(File& file, std::uint64_t offset, std::string_view bytes) {
    const Fate fate = nextOperation();
    if (fate == Fate::never) return Outcome::failed;
    const bool broken = fate == Fate::halfway || hits(Disk::Fault::writeError);
    const auto end = offset + bytes.size();
    const auto growth = end > file.cache.size() ? end - file.cache.size() : 0;
    const auto room = m_capacity == 0 ? growth : m_capacity - std::min(m_capacity, used());
    const bool full = hits(Disk::Fault::full) || growth > room;
    if (broken || full) {
        // What finds no room stays out.
        const auto missing = std::min<std::uint64_t>(growth - std::min(growth, room), bytes.size());
        putPart(file, offset, bytes.substr(0, bytes.size() - static_cast<std::size_t>(missing)));
        return broken ? Outcome::failed : Outcome::full;
    }
    put(file, offset, bytes);
    return Outcome::ok;
}

void Medium::resize(File& file, std::uint64_t size) {
    file.cache.resize(size);
    file.changes.push_back({size, std::nullopt});
}

Medium::Outcome Medium::truncate(File& file, std::uint64_t size) {
    const Fate fate = nextOperation();
    if (fate == Fate::happens || (fate == Fate::halfway && m_dice.chance(50))) resize(file, size);
    return fate == Fate::happens ? Outcome::ok : Outcome::failed;
}

void Medium::rename(const std::string& name, FilePtr file) {
    if (file)
        m_names[name] = file;
    else
        m_names.erase(name);
    m_nameChanges.push_back({name, std::move(file)});
}

Medium::Outcome Medium::remove(const std::string& name, bool syncDirectory) {
    const Fate fate = nextOperation();
    if (fate == Fate::never) return Outcome::failed;
    const bool there = m_names.contains(name);
    const bool happens = fate == Fate::happens || m_dice.chance(50);
    if (there && happens) {
        rename(name, nullptr);
        if (syncDirectory) syncNames();
    }
    if (fate == Fate::halfway) return Outcome::failed;
    return there ? Outcome::ok : Outcome::missing;
}

void Medium::syncNames() {
    if (m_lies) return;
    settleNames({100, 0});
}

Medium::Outcome Medium::sync(File& file, bool directory) {
    const Fate fate = nextOperation();
    if (fate == Fate::never) return Outcome::failed;
    const bool failed = hits(Disk::Fault::syncError);
    if (failed) {
        const Mood mood = drawMood();
        settle(file, mood);
        if (directory) settleNames(mood);
    } else if (!m_lies && (fate == Fate::happens || m_dice.chance(50))) {
        settle(file, {100, 0});
        if (directory) syncNames();
    }
    return failed || fate == Fate::halfway ? Outcome::failed : Outcome::ok;
}

std::uint64_t Medium::used() const {
    std::uint64_t bytes = 0;
    for (const auto& [name, file] : m_names)
        bytes += file->cache.size();
    return bytes;
}

// ---- what befalls the medium ----

/// Each cut has its own: now the cache was nearly on the medium, now hardly any of it.
Medium::Mood Medium::drawMood() {
    static constexpr std::array<Mood, 6> kMoods{
        {{0, 0}, {0, 30}, {20, 40}, {50, 25}, {90, 5}, {100, 0}}};
    return kMoods[m_dice.below(kMoods.size())];
}

void Medium::settleTorn(std::string& durable, const Change& change) {
    const auto first = change.offset;
    const auto end = first + change.bytes->size();
    for (auto begin = first / kSector * kSector; begin < end; begin += kSector) {
        if (m_dice.chance(50)) continue;
        const auto from = std::max(begin, first);
        const auto to = std::min(begin + kSector, end);
        overwrite(durable, from,
                  std::string_view(*change.bytes)
                      .substr(static_cast<std::size_t>(from - first),
                              static_cast<std::size_t>(to - from)));
        if (to - from < kSector && !m_powersafe && m_dice.chance(20)) {
            const auto size = std::min<std::size_t>(kSector, durable.size() - begin);
            m_dice.fill(std::span(durable).subspan(begin, size));
        }
    }
    // The size has a way of its own to the medium.
    if (durable.size() < end && m_dice.chance(30)) durable.resize(end);
}

void Medium::settle(File& file, const Mood& mood) {
    for (const Change& change : file.changes) {
        const auto roll = mood.kept == 100 ? 0 : m_dice.below(100);
        if (roll < mood.kept)
            apply(file.durable, change);
        else if (change.bytes && roll < mood.kept + mood.torn)
            settleTorn(file.durable, change);
    }
    file.changes.clear();
}

void Medium::settleNames(const Mood& mood) {
    for (const NameChange& change : m_nameChanges) {
        if (mood.kept != 100 && !m_dice.chance(mood.kept + mood.torn / 2)) continue;
        if (change.file)
            m_durableNames[change.name] = change.file;
        else
            m_durableNames.erase(change.name);
    }
    m_nameChanges.clear();
}

void Medium::cutPower() {
    const Mood mood = drawMood();
    settleNames(mood);
    m_names = m_durableNames;
    for (auto& [name, file] : m_names) {
        settle(*file, mood);
        file->cache = file->durable;
    }
    endHandles();
}

void Medium::killProcess() {
    endHandles();
}

void Medium::endHandles() {
    ++m_generation;
    m_stopAt = 0;
    m_stopped = false;
    for (auto& [name, file] : m_names) {
        file->locks = {};
        file->shared.reset();
    }
}

void Medium::stopAfter(std::uint64_t operationsFromNow) {
    m_stopAt = operationsFromNow == 0 ? 0 : m_operations + operationsFromNow;
    m_stopped = false;
}

void Medium::failOnce(Disk::Fault fault, std::uint64_t skip) {
    m_faults[static_cast<std::size_t>(fault)] = skip;
}

DiskImage Medium::image() const {
    DiskImage image;
    for (const auto& [name, file] : m_durableNames)
        image[name] = file->durable;
    return image;
}

void Medium::restore(const DiskImage& image) {
    endHandles();
    m_names.clear();
    m_nameChanges.clear();
    for (const auto& [name, content] : image) {
        auto file = std::make_shared<File>();
        file->cache = file->durable = content;
        m_names[name] = std::move(file);
    }
    m_durableNames = m_names;
}

} // namespace shoujie::simulation
