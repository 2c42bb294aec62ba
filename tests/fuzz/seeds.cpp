// Writes the seeds that follow from the vocabulary and the messages, for when these grow:
//
//     fuzz_seeds tests/fuzz/corpus
#include "tests/shared/facts/fact_samples.hpp"
#include "tests/shared/protocol/message_samples.hpp"
#include "tests/support/sample_register.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

using namespace shoujie;
using namespace shoujie::testing;

namespace {

class Corpus {
public:
    Corpus(std::filesystem::path root, const char* target) : m_folder(std::move(root) / target) {
        std::filesystem::create_directories(m_folder);
    }
    void add(const std::string& name, const std::string& input) const {
        std::ofstream(m_folder / name, std::ios::binary) << input;
    }

private:
    std::filesystem::path m_folder;
};

void writeFacts(const Corpus& corpus) {
    for (const auto& sample : kSamples) {
        const std::string kind(sample.kind);
        auto set = nlohmann::json::parse(sample.full);
        if (set.size() > 1) set.erase(set.begin()); // amends the other members
        corpus.add(kind, kind + "\n" + sample.full + "\n" + set.dump() + "\n");
    }
}

void writeMessages(const Corpus& corpus) {
    const auto add = [&](const char* name, const std::string& text) {
        corpus.add(name, std::string(name) + "\n" + text + "\n");
    };
    const std::string code(32, 'a');
    add("EnrolRequest",
        encode(EnrolRequest{code, {}, EnrolRequest::Known{DeviceId("d1"), SiteId("xidi"), code}}));
    add("EnrolReply", encode(EnrolReply{DeviceId("d1"), SiteId("xidi"), 1, code, {}}));
    add("SiteReply", encode(SiteReply{SiteId("xidi"), "西堤国际", "[]", {{StaffId("s1"), "pin"}}}));
    add("ChallengeReply", encode(ChallengeReply{"ab12", kNoon, 2, 7, DeviceId("d1")}));
    add("AnchorRequest", encode(anAnchorRequest()));
    AnchorReply anchor{anAnchor(), Signature{4}, "note", {sha256("c")}};
    anchor.tail.stated = {aWireFact()};
    add("AnchorReply", encode(anchor));
    add("PushRequest", encode(aPush(2)));
    auto pushed = aPushReply();
    pushed.beside = {sha256("d")};
    add("PushReply", encode(pushed));
    add("RecoveryRequest", encode(aRecoveryRequest()));
    add("RecoveryReply", encode(aRecoveryReply()));
    FeedReply feed;
    FeedEntry fact;
    fact.seq = 1;
    fact.registerSeq = 1;
    fact.grade = "A";
    fact.factText = R"({"at":"2026-03-01T02:00:00Z","by":"s1","data":{"staff":"s2"},"id":"f1",)"
                    R"("kind":"staff.left"})";
    FeedEntry outcome;
    outcome.seq = 2;
    outcome.outcomeKind = "visit";
    outcome.subject = SubjectId("v1");
    outcome.outcome = R"({"class":"new"})";
    auto unsupported = fact;
    unsupported.ofServer = true;
    feed.entries = {fact, outcome, unsupported};
    feed.next = 3;
    add("FeedReply", encode(feed));
    add("Poke", encode(Poke{41}));
    add("ErrorReply", encode(ErrorReply{{ErrorCode::conflict, "data.visit", "is taken"}}));
    add("WireFact", encode(aWireFact()));
    add("Stated", encodeStated(aWireFact()));
    add("BlobState", R"({"have":41})");
}

void writeNotes(const Corpus& corpus) {
    const auto key = SampleRegister::key();
    const registry::Checkpoint plain{"shoujie/xidi", 41, sha256("root")};
    auto restored = plain;
    restored.restores = 2;
    for (const auto& [name, checkpoint] :
         {std::pair("plain", plain), std::pair("restored", restored)}) {
        const auto note = registry::signCheckpoint(checkpoint, key);
        const auto body = note.substr(0, note.find("\n\n"));
        corpus.add(std::string("note-") + name, "n" + note);
        corpus.add(std::string("body-") + name, "b" + body);
        corpus.add(std::string("witnessed-") + name, "n" + note + "— witness AAAA\n");
    }
    corpus.add("body-extended", "bshoujie/xidi\n0\n" + toBase64(sha256("")) + "\nother 7\n");
    SampleRegister(8, 4).write([&, line = 0](const std::string& text) mutable {
        const auto at = static_cast<char>(line);
        corpus.add("export-" + std::to_string(line++),
                   std::string("x") + '\0' + at + std::string("\0\0\6", 3) + text + "\n");
    });
}

void writeRecords(const Corpus& corpus) {
    constexpr char kRecords = 5; // the part of the target that reads them
    corpus.add("records", kRecords + registry::recordBytes(aReceipt().record));
    registry::Record ofServer;
    ofServer.registerSeq = 1;
    corpus.add("records-two", kRecords + registry::recordBytes(ofServer) +
                                  registry::recordBytes(aReceipt().record));
}

} // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "fuzz_seeds FOLDER\n";
        return 2;
    }
    const std::filesystem::path root = arguments[1];
    writeFacts({root, "facts"});
    writeMessages({root, "messages"});
    writeNotes({root, "notes"});
    writeRecords({root, "proofs"});
    return 0;
}
