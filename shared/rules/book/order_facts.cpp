#include "shared/rules/book/book.hpp"

#include <algorithm>
#include <map>

namespace shoujie::rules {

namespace {

struct Timed {
    const StoredFact* fact;
    TimeInterval at;
    int device = -1;
    std::int64_t seq = 0;
};

/// An entry cannot be later than the next one of the same device, nor earlier than the one before.
void narrowByDevice(std::vector<Timed>& facts) {
    std::map<int, std::vector<Timed*>> devices;
    for (auto& fact : facts)
        if (fact.device >= 0) devices[fact.device].push_back(&fact);
    for (auto& [device, chain] : devices) {
        std::sort(chain.begin(), chain.end(), [](const Timed* a, const Timed* b) {
            return std::tie(a->seq, a->fact->timed.fact.id) <
                   std::tie(b->seq, b->fact->timed.fact.id);
        });
        for (std::size_t i = 1; i < chain.size(); ++i)
            if (chain[i - 1]->at.earliest <= chain[i]->at.latest)
                chain[i]->at.earliest = std::max(chain[i]->at.earliest, chain[i - 1]->at.earliest);
        for (std::size_t i = chain.size(); i-- > 1;)
            if (chain[i]->at.latest >= chain[i - 1]->at.earliest)
                chain[i - 1]->at.latest = std::min(chain[i - 1]->at.latest, chain[i]->at.latest);
    }
}

/// Facts with one `latest` stand by id, but those of one device among them by its own order.
void settleTies(std::vector<Timed>::iterator first, std::vector<Timed>::iterator last) {
    std::map<int, std::vector<Timed*>> devices;
    for (auto fact = first; fact != last; ++fact)
        if (fact->device >= 0) devices[fact->device].push_back(&*fact);
    for (auto& [device, places] : devices) {
        std::vector<Timed> own;
        for (const auto* place : places)
            own.push_back(*place);
        std::sort(own.begin(), own.end(), [](const Timed& a, const Timed& b) {
            return std::tie(a.seq, a.fact->timed.fact.id) < std::tie(b.seq, b.fact->timed.fact.id);
        });
        for (std::size_t i = 0; i < own.size(); ++i)
            *places[i] = own[i];
    }
}

} // namespace

void orderFacts(Book& book, std::vector<const StoredFact*> facts) {
    std::map<std::string, int> deviceIds;
    std::vector<Timed> timed;
    timed.reserve(facts.size());
    for (const auto* stored : facts) {
        const auto& fact = stored->timed.fact;
        Timed entry{stored, stored->timed.at, -1, 0};
        if (fact.device && fact.seq) {
            entry.device =
                deviceIds.try_emplace(fact.device->value, static_cast<int>(deviceIds.size()))
                    .first->second;
            entry.seq = *fact.seq;
        }
        timed.push_back(entry);
    }
    narrowByDevice(timed);
    std::sort(timed.begin(), timed.end(), [](const Timed& a, const Timed& b) {
        return std::tie(a.at.latest, a.fact->timed.fact.id) <
               std::tie(b.at.latest, b.fact->timed.fact.id);
    });
    for (auto first = timed.begin(); first != timed.end();) {
        const auto last = std::find_if(
            first, timed.end(), [&](const Timed& f) { return f.at.latest != first->at.latest; });
        if (last - first > 1) settleTies(first, last);
        first = last;
    }
    for (const auto& entry : timed) {
        const auto rank = static_cast<int>(book.facts.size());
        book.facts.push_back(entry.fact);
        book.moments.push_back({entry.at, rank, rank, entry.device, entry.seq});
    }
}

} // namespace shoujie::rules
