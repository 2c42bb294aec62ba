#include "shared/rules/visits/discovery.hpp"

#include "shared/rules/book/sorted.hpp"

#include <algorithm>

namespace shoujie::rules {

namespace {

/// Subjects of the entries in which a person is: visits, calls, referrals and deals.
std::vector<int> subjectsOf(int index, Run& run) {
    const auto& book = run.book;
    const auto& person = book.person(index);
    std::vector<int> subjects;
    for (const int visit : person.visits)
        addOnce(subjects, book.visit(visit).subject);
    const auto bareNameIn = [&](int entry) {
        for (const int name : book.namesOf(book.identity(entry)))
            for (const int other : book.mentionsNamed(name)) {
                const auto& mention = book.identity(other);
                if (mention.part != Part::subscriber) continue;
                if (book.isOpen(mention.person)) run.world.leaveOpen();
                if (!book.person(mention.person).entered &&
                    book.pairKey(other, entry) == KeyKind::name)
                    addOnce(subjects, book.deal(book.entryOf(mention)).subject);
            }
    };
    for (const int other : person.others) {
        const auto& identity = book.identity(other);
        const int entry = book.entryOf(identity);
        if (identity.part == Part::caller) addOnce(subjects, book.call(entry).subject);
        if (identity.part == Part::prospect) addOnce(subjects, book.referral(entry).subject);
        if (identity.part == Part::subscriber) addOnce(subjects, book.deal(entry).subject);
        if (isEntry(identity.part)) bareNameIn(other);
    }
    for (const int visit : person.visits) {
        const auto& people = book.visit(visit).people;
        for (int i = people.first; i < people.first + book.visit(visit).memberCount; ++i)
            if (book.identity(i).person == index) bareNameIn(i);
    }
    return subjects;
}

/// Remarks of one kind on any of the persons' entries, each once and in order.
template <class Data>
std::vector<int> collect(const std::vector<int>& persons, Run& run) {
    const auto& book = run.book;
    std::vector<int> found;
    for (const int person : persons)
        for (const int subject : subjectsOf(person, run))
            for (const int fact : book.remarksOn<Data>(subject))
                addOnce(found, fact);
    std::sort(found.begin(), found.end(), [&](int a, int b) { return book.factBefore(a, b); });
    return found;
}

} // namespace

std::vector<int> countingDiscoveries(const std::vector<int>& persons, Run& run) {
    return collect<facts::ConflictDiscovered>(persons, run);
}

std::vector<int> countingNotices(const std::vector<int>& persons, Run& run) {
    return collect<facts::NoticeSeen>(persons, run);
}

std::vector<int> buyersBehind(int subscriber, const Book& book) {
    const auto& identity = book.identity(subscriber);
    std::vector<int> persons{identity.person};
    if (book.person(identity.person).entered) return persons;
    for (const int other : book.entriesNamed(book.ownKeys(identity).name))
        if (book.pairKey(subscriber, other) == KeyKind::name)
            addOnce(persons, book.identity(other).person);
    return persons;
}

} // namespace shoujie::rules
