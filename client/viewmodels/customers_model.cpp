#include "client/viewmodels/customers_model.hpp"

#include "client/viewmodels/outcome_words.hpp"
#include "client/viewmodels/text.hpp"

#include <utility>

namespace shoujie::client {

namespace {

constexpr std::int64_t kSoonDays = 7;
constexpr int kNameColumn = 1;
constexpr int kPhoneColumn = 2;

struct Listed {
    QList<RowsModel::Row> rows;
    int expiring = 0;
};

Listed listOf(const Tablet& tablet, const StaffId& staff) {
    Listed listed;
    for (const auto& card : tablet.customersOf(staff)) {
        listed.rows.append(RowsModel::Row{
            toText(card.visit.value), toText(card.name), toText(card.maskedPhone),
            wordOf(card.outcome.visitClass), wordOf(card.outcome.status), card.official,
            siteTime(tablet.zone(), card.visitedAt),
            card.protectedUntil ? siteDay(*card.protectedUntil) : QDateTime(),
            static_cast<int>(card.daysUsed), static_cast<int>(card.daysLimit), toText(card.state)});
        const auto left = card.daysLimit - card.daysUsed;
        if (card.protectedUntil && left >= 0 && left <= kSoonDays) ++listed.expiring;
    }
    return listed;
}

} // namespace

CustomersModel::CustomersModel(TabletRunner& runner, Session& session, QObject* parent)
    : QObject(parent)
    , m_runner(runner)
    , m_session(session)
    , m_rows(new RowsModel({"visit", "name", "phone", "visitClass", "status", "official",
                            "visitedAt", "protectedUntil", "daysUsed", "daysLimit", "recordState"},
                           this)) {
    connect(&runner, &TabletRunner::changed, this, &CustomersModel::refresh);
    connect(&session, &Session::signedInChanged, this, [this] {
        // Nobody sees the customers of the one before, not even for a moment.
        m_filter.clear();
        m_all.clear();
        show();
        refresh();
    });
}

void CustomersModel::refresh() {
    if (!m_session.signedIn()) return;
    const auto staff = m_session.staffId();
    m_runner.run([id = StaffId(toBytes(staff))](Tablet& tablet) { return listOf(tablet, id); })
        .then(this, [this, staff](const Listed& listed) {
            if (staff != m_session.staffId()) return;
            m_all = listed.rows;
            m_expiring = listed.expiring;
            show();
        });
}

void CustomersModel::setFilter(const QString& filter) {
    if (filter == m_filter) return;
    m_filter = filter;
    show();
}

void CustomersModel::show() {
    const auto wanted = m_filter.trimmed();
    QList<RowsModel::Row> shown;
    for (const auto& row : m_all)
        if (wanted.isEmpty() ||
            row.at(kNameColumn).toString().contains(wanted, Qt::CaseInsensitive) ||
            row.at(kPhoneColumn).toString().contains(wanted))
            shown.append(row);
    m_rows->setRows(shown);
    emit changed();
}

} // namespace shoujie::client
