#pragma once

#include "server/services/administration.hpp"
#include "server/services/erasures.hpp"
#include "server/store/data_dir.hpp"
#include "server/store/writer.hpp"
#include "shared/core/result.hpp"
#include "shared/core/seams.hpp"

#include <iosfwd>
#include <memory>
#include <string>

namespace shoujie::server {

/// A data folder opened for the office's commands, while no server runs on it.
class Office {
public:
    static Result<std::unique_ptr<Office>> open(const std::string& dataDir, Clock& clock, Rng& rng);

    [[nodiscard]] Administration& administration() { return m_administration; }
    [[nodiscard]] Erasures& erasures() { return m_erasures; }
    [[nodiscard]] Writer& writer() { return m_writer; }

private:
    Office(DataDir dir, sqlite::Database database, Clock& clock, Rng& rng);

    DataDir m_dir;
    ReadPool m_reads;
    Writer m_writer;
    Administration m_administration;
    Erasures m_erasures;
};

/// Sets the demonstration site up where it does not exist, and prints its staff with their PINs and
/// three fresh enrolment codes: lines of "site", "staff" and "enrol-code".
Result<void> runDemo(const std::string& dataDir, Clock& clock, Rng& rng, std::ostream& out);

} // namespace shoujie::server
