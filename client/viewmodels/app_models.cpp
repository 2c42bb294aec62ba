#include "client/viewmodels/app_models.hpp"

namespace shoujie::client {

AppModels::AppModels(TabletRunner& runner, QSettings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(new AppSettings(settings, this))
    , m_session(new Session(runner, this))
    , m_sync(new SyncStatus(runner, this))
    , m_floor(new FloorModel(runner, *m_session, this))
    , m_reception(new ReceptionForm(runner, *m_session, this))
    , m_call(new CallForm(runner, *m_session, this))
    , m_customers(new CustomersModel(runner, *m_session, this))
    , m_why(new WhyModel(runner, this)) {
    // The entry is for the reception that runs; one touch less, and no mix-up.
    connect(m_floor, &FloorModel::changed, m_reception, [this] {
        if (!m_reception->saving()) m_reception->useVisit(m_floor->myVisit());
    });
}

} // namespace shoujie::client
