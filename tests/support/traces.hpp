#pragma once

#include "shared/core/bytes.hpp"

#include <QDirIterator>
#include <QFile>
#include <QString>
#include <QStringList>

#include <span>
#include <string>
#include <vector>

/// Whether something that somebody said can be found again where it must not be.
namespace shoujie::test {

/// A word in the ways in which programs write it down: UTF-8, UTF-16, hexadecimal, base 64 wherever
/// it begins, and as JSON escapes it.
inline std::vector<std::string> writings(const QString& word) {
    const auto utf8 = word.toStdString();
    std::vector<std::string> all{utf8};
    const auto* units = reinterpret_cast<const char*>(word.utf16());
    all.emplace_back(units, static_cast<std::size_t>(word.size()) * 2);
    const auto bytes = [](const std::string& text) {
        return std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    };
    all.push_back(toHex(bytes(utf8)));
    for (std::size_t before = 0; before < 3; ++before) {
        // Without the letters that its neighbours share.
        const auto text = toBase64(bytes(std::string(before, 'x') + utf8));
        const std::size_t begin = before == 0 ? 0 : before + 1;
        all.push_back(text.substr(begin, (before + utf8.size()) * 8 / 6 - begin));
    }
    QString escaped;
    for (const QChar unit : word)
        escaped += unit.unicode() < 128 ? QString(unit)
                                        : QString("\\u%1").arg(unit.unicode(), 4, 16, QChar('0'));
    all.push_back(escaped.toStdString());
    return all;
}

/// Where in `bytes` one of the words is, as "PLACE: WORD".
inline QStringList tracesIn(const std::string& bytes, const QStringList& words,
                            const QString& place) {
    QStringList found;
    for (const auto& word : words)
        for (const auto& writing : writings(word))
            if (bytes.find(writing) != std::string::npos) {
                found.append(place + ": " + word);
                break;
            }
    return found;
}

/// The same in every file of a folder and those below it.
inline QStringList tracesInFolder(const QString& folder, const QStringList& words) {
    QStringList found;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly)) return {file.fileName() + ": cannot be read"};
        found += tracesIn(file.readAll().toStdString(), words, file.fileName());
    }
    return found;
}

} // namespace shoujie::test
