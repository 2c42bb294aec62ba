#pragma once

#include <QString>

#include <optional>

namespace shoujie::client {

/// What the command line asks of the app. Empty texts: not given.
struct AppOptions {
    QString store;
    QString server;
    QString enrolCode;
    QString language;
    QString theme;
    bool selfTest = false;
    QString screenshots; ///< folder for the pictures
    QString as;          ///< staff id shown as signed in, only while pictures are made
    QString pin;         ///< theirs, for a tablet that is locked
    /// Of the window, in pixels, and of its text; only while pictures are made.
    int width = 1280;
    int height = 800;
    double textScale = 1.0;
    /// What is typed into the registration form for its picture.
    QString typedName = QStringLiteral("陈大文");
    QString typedPhone = QStringLiteral("13800138000");

    [[nodiscard]] bool tours() const { return selfTest || !screenshots.isEmpty(); }
};

/// How reading the command line ended: options, or the exit code of a program that has nothing to
/// do.
struct ParsedOptions {
    std::optional<AppOptions> options;
    int exitCode = 0;
};

/// Prints help and errors itself.
ParsedOptions parseOptions(int argc, char** argv);

} // namespace shoujie::client
