#pragma once

#include "shared/rules/judgement/judged.hpp"
#include "shared/rules/rotation/rotation.hpp"

#include <queue>

#include <absl/container/btree_set.h>
#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>
#include <functional>
#include <tuple>
#include <utility>
#include <vector>

namespace shoujie::rules {

/// The cases of a book, judged as far as they are known, and which have to be judged again: takes
/// facts in and out of the book and keeps the turns.
///
/// A decision is made again when something changes that it has read: an entry, a remark or a
/// decision about one of its persons, their namesakes, relatives or companions, from the time on
/// from which it can matter (touch.cpp). The properties `growing`, `removing` and `changes` hold it
/// to what judging everything gives.
class Docket : public Findings {
public:
    Docket(Book& book, TurnKeeper& turns) : m_book(book), m_turns(turns) {}

    void take(int fact);
    void release(int fact);
    /// Judges what is pending, and replays the turns.
    void settle();

    [[nodiscard]] const JudgedVisit& visit(int index) const {
        return m_visits[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] const JudgedDeal& deal(int index) const {
        return m_deals[static_cast<std::size_t>(index)];
    }
    /// Subjects of visits and deals whose outcome may have changed since it was last asked.
    [[nodiscard]] std::vector<int> takeChanged(Instant now);
    /// Facts of visits and deals in which a conflict is open that nobody has discovered.
    [[nodiscard]] const absl::btree_set<int>& openConflicts() const { return m_conflicts; }
    [[nodiscard]] std::size_t bytes() const;

    [[nodiscard]] Known ofVisit(int visit) const override;
    [[nodiscard]] const Right* after(int person, int visit) const override;

private:
    struct Waiting {
        Instant start;
        int visit;
        bool operator>(const Waiting& other) const {
            return std::tie(start, visit) > std::tie(other.start, other.visit);
        }
    };

    // ---- what a fact touches (touch.cpp) ----
    /// Which of the readers of a person are meant.
    struct Reach {
        Instant from = kAlways;       ///< only what began then or later
        bool discoverersOnly = false; ///< only decisions that a discovery could change
        bool namesakesToo = false;    ///< this is about the namesakes of buyers already
    };
    void touchVisit(int visit);
    void touchVisit(int visit, const Reach& reach);
    void touchDeal(int deal);
    void touchDeal(int deal, const Reach& reach);
    void touchTies(int fact);
    void touchNearSide(int identity, Instant from);
    [[nodiscard]] Instant firstEntryOf(int identity) const;
    [[nodiscard]] bool mayReadRelatives(int visit, Instant from);
    void touchPerson(int person, const Reach& reach);
    void touchNamesakesOfBuyers(int person);
    void touchReaders(int person, const Reach& reach);
    using Names = absl::btree_set<int>;
    /// `knownToo`: also deals of buyers whom the register knew before by more than their name.
    void touchNamed(int name, const Reach& reach, bool knownToo = false);
    void touchClosedAt(int visit, int person, int sharedName);
    void touchFarSidesNamed(int name, const Reach& reach, Names& declared);
    void touchDeclared(const Names& declared, const Reach& reach);
    void touchBuyersTakenFor(int person, const Reach& reach);
    void touchKin(int person, const Reach& reach);
    void touchBought(int person);
    [[nodiscard]] Indices namesOf(int person) const;
    [[nodiscard]] bool isKnownBefore(int person, const Moment& at, int exceptVisit) const;
    void touchFarSide(int identity, const Reach& reach, Names& declared);
    void touchMembers(int visit, const Reach& reach);
    void touchSubject(int subject, const Reach& reach);
    void touchRipples();
    void touchRemark(int fact);
    void touchStaff(int fact);
    void touchBuyers(int deal);
    void touchBlock(int fact);
    void touchRemarked(int fact);
    void touchBoughtByName(int fact);
    void spread();
    [[nodiscard]] int rewritten(int fact) const;

    void takeUnjudged(int fact);
    void await(int fact);
    void written(int fact);
    void unwrite(int fact);
    void looseStarts(int subject);
    void keepTurns(int fact, bool present);
    void judge(int visit);
    void touchReadersOf(int visit);
    void judgeDeal(int deal);
    void keepRights(int visit);
    void keepRests(int visit, const Rests& rests);
    [[nodiscard]] Rests restsOf(int visit) const;
    [[nodiscard]] Doubtful inherited(Rests rests) const;
    [[nodiscard]] Instant closesAt(const Moment& from, std::int32_t days) const;
    [[nodiscard]] Reception receptionOf(int visit) const;
    void report(int subject);

    Book& m_book;
    TurnKeeper& m_turns;
    Table<JudgedVisit> m_visits;
    Table<JudgedDeal> m_deals;
    absl::flat_hash_map<std::uint64_t, Right> m_partyRights; ///< visit and place in the party
    absl::flat_hash_map<int, int> m_rewritten;               ///< visits written anew, and how often
    absl::flat_hash_map<int, Rests> m_rests;                 ///< of visits that may rest on several
    std::vector<Waiting> m_batch; ///< visits to be judged, until `settle` begins
    std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> m_late; ///< while it runs
    bool m_settling = false;
    bool m_everSettled = false;
    Instant m_reached = kAlways;   ///< start of the latest visit judged in this settling
    std::vector<int> m_restedUpon; ///< visits on which some judged before them may rest
    std::vector<int> m_waitingDeals;
    std::vector<Ripple> m_spreading; ///< readers of uncertain decisions, still to be touched
    std::vector<int> m_changed;      ///< subjects
    absl::btree_set<int> m_conflicts;
    absl::btree_set<std::pair<Instant, int>> m_closing; ///< when a provisional subject is final
};

} // namespace shoujie::rules
