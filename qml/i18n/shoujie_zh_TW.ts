<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW" sourcelanguage="en">
    <context>
        <name>AppShell</name>
        <message>
            <source>Floor</source>
            <translation>現場</translation>
        </message>
        <message>
            <source>Register</source>
            <translation>登記</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>來電</translation>
        </message>
        <message>
            <source>Customers</source>
            <translation>客戶</translation>
        </message>
        <message>
            <source>Language, colours, text size</source>
            <translation>語言、配色、文字大小</translation>
        </message>
        <message>
            <source>Reception begun; the turn is held for you</source>
            <translation>接待已開始，本輪名額為您保留</translation>
        </message>
        <message>
            <source>Not saved yet: a colleague has a right. Say how they stand.</source>
            <translation>尚未儲存：該客戶已有歸屬同事，請先選擇同事的情況。</translation>
        </message>
        <message>
            <source>Saved on this tablet</source>
            <translation>已儲存於本機</translation>
        </message>
        <message>
            <source>Whose customer?</source>
            <translation>歸誰？</translation>
        </message>
        <message>
            <source>Call saved on this tablet</source>
            <translation>來電已儲存於本機</translation>
        </message>
        <message>
            <source>Sync</source>
            <translation>同步</translation>
        </message>
    </context>
    <context>
        <name>Articles</name>
        <message>
            <source>Receptions go round by the turn list; nobody picks or grabs.</source>
            <translation>輪到誰由誰接，不挑人，也不搶人。</translation>
        </message>
        <message>
            <source>A turn missed for a good reason is made up for first.</source>
            <translation>因正當原因錯過的接待，最先補接。</translation>
        </message>
        <message>
            <source>Receiving your own old or call-in customer costs no turn.</source>
            <translation>接待自己的老客戶或來電客戶，不佔名額。</translation>
        </message>
        <message>
            <source>It proved to be a colleague's customer, so the turn is made up for.</source>
            <translation>查明是同事的客戶，本次名額予以補接。</translation>
        </message>
        <message>
            <source>Helping a colleague out costs no turn.</source>
            <translation>幫同事接待，不佔名額。</translation>
        </message>
        <message>
            <source>Other work was assigned, so the place in the queue is kept.</source>
            <translation>另有工作安排，輪排位置保留。</translation>
        </message>
        <message>
            <source>Days off, leave and sick days are not made up for.</source>
            <translation>休班、事假、病假不補接。</translation>
        </message>
        <message>
            <source>Full name, phone, or plate with surname: any one shows who it is.</source>
            <translation>全名、電話、車牌加姓氏，符合其一即可認定是同一客戶。</translation>
        </message>
        <message>
            <source>A call belongs to whom the caller asked for, else to who answered.</source>
            <translation>來電指名找誰就歸誰，沒有指名則歸接聽人。</translation>
        </message>
        <message>
            <source>New, old, family or public: what kind of visitor this is.</source>
            <translation>新客戶、老客戶、一家人還是公共客戶。</translation>
        </message>
        <message>
            <source>A public visitor is everybody's and takes nobody's turn.</source>
            <translation>公共客戶歸銷售部共有，不佔任何人的名額。</translation>
        </message>
        <message>
            <source>What holds when an old customer brings somebody new.</source>
            <translation>老客戶帶來新面孔時怎麼算。</translation>
        </message>
        <message>
            <source>Brought by an old customer: belongs to that customer's salesperson.</source>
            <translation>由老客戶帶來：歸該老客戶的售樓員。</translation>
        </message>
        <message>
            <source>Asked for a salesperson by name: belongs to the one asked for.</source>
            <translation>指名找某位售樓員：歸被找的售樓員。</translation>
        </message>
        <message>
            <source>Naming somebody at any moment of the first visit settles it; naming nobody means the turn list decides.</source>
            <translation>首次來訪過程中任何時候指名都算數；沒有指名則按輪排。</translation>
        </message>
        <message>
            <source>Registered beforehand by a referral; it can be claimed for 7 days.</source>
            <translation>事先已做介紹登記，來訪登記後 7 天內可以認領。</translation>
        </message>
        <message>
            <source>While a reception runs, nobody else asks the customer whose they are.</source>
            <translation>接待進行中，旁人不去問客戶是誰的。</translation>
        </message>
        <message>
            <source>What holds when somebody who called comes in.</source>
            <translation>打過電話的人到場後怎麼算。</translation>
        </message>
        <message>
            <source>Called before but asked for nobody: the call yields to the reception.</source>
            <translation>來過電話但沒有指名：來電服從接待。</translation>
        </message>
        <message>
            <source>Called before and asked for the one who is here: theirs, without a turn.</source>
            <translation>來過電話並指名在場的售樓員：由其接待，不佔名額。</translation>
        </message>
        <message>
            <source>Called before and asked for somebody absent: received for them.</source>
            <translation>來過電話並指名不在場的售樓員：幫忙接待，事後歸還。</translation>
        </message>
        <message>
            <source>Known to be a colleague's: hand back, get consent, or help while they are away.</source>
            <translation>已知是同事的客戶：交回、徵得同意，或在其不在時幫忙。</translation>
        </message>
        <message>
            <source>One family counts as one customer, by who was received first, for 30 days.</source>
            <translation>一家人算一個客戶，以最先接待為準，30 天內有效。</translation>
        </message>
        <message>
            <source>Closed without knowing: shared if found out within 3 days.</source>
            <translation>不知情而成交：3 天內發現則平分。</translation>
        </message>
        <message>
            <source>A deal is deposit and signed agreement; the signer is the buyer.</source>
            <translation>已交定金並簽認購書才算成交，以簽署人為準。</translation>
        </message>
        <message>
            <source>A group purchase is received in turn; the manager sets the bonus.</source>
            <translation>團購按輪排接待，獎金由經理核定。</translation>
        </message>
        <message>
            <source>Discounts and transfers are for the manager to allow.</source>
            <translation>打折、轉名須由經理批准。</translation>
        </message>
        <message>
            <source>What the rules leave open, the sales manager decides.</source>
            <translation>規則沒有定論的，由銷售經理裁定。</translation>
        </message>
        <message>
            <source>The register is the first evidence; nothing in it is ever changed.</source>
            <translation>登記是首要證據，只作更正說明，原文永遠保留。</translation>
        </message>
        <message>
            <source>See the article in the rules.</source>
            <translation>詳見規定條文。</translation>
        </message>
        <message>
            <source>Received without knowing: up to 60 days it stays whose it was, after that it counts as new.</source>
            <translation>確實不知情而接待：60 天內歸原售樓員，超過 60 天視為新客戶。</translation>
        </message>
    </context>
    <context>
        <name>BoardRow</name>
        <message>
            <source>%1, place %2, %3</source>
            <translation>%1，第 %2 位，%3</translation>
        </message>
        <message>
            <source>Next: you</source>
            <translation>輪到您</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>下一位</translation>
        </message>
        <message>
            <source>Busy since %1</source>
            <translation>%1 起接待中</translation>
        </message>
    </context>
    <context>
        <name>CallPage</name>
        <message>
            <source>Log a call</source>
            <translation>來電登記</translation>
        </message>
        <message>
            <source>While you talk</source>
            <translation>邊接聽邊登記</translation>
        </message>
        <message>
            <source>Who is calling?</source>
            <translation>來電人</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>姓名</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>電話</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>備註</translation>
        </message>
        <message>
            <source>This call belongs to</source>
            <translation>本次來電歸屬</translation>
        </message>
        <message>
            <source>%1 (you)</source>
            <translation>%1（您）</translation>
        </message>
        <message>
            <source>Saving…</source>
            <translation>正在儲存…</translation>
        </message>
        <message>
            <source>Save the call</source>
            <translation>儲存來電</translation>
        </message>
    </context>
    <context>
        <name>CallWantsCard</name>
        <message>
            <source>Looks for</source>
            <translation>購樓意向</translation>
        </message>
        <message>
            <source>Heard of us through</source>
            <translation>從何處得知</translation>
        </message>
        <message>
            <source>Asks for a colleague</source>
            <translation>指名找同事</translation>
        </message>
        <message>
            <source>Call back</source>
            <translation>回電時間</translation>
        </message>
        <message>
            <source>In an hour</source>
            <translation>一小時後</translation>
        </message>
        <message>
            <source>This afternoon</source>
            <translation>今天下午</translation>
        </message>
        <message>
            <source>Tomorrow morning</source>
            <translation>明天上午</translation>
        </message>
    </context>
    <context>
        <name>CustomerRow</name>
        <message>
            <source>No name given</source>
            <translation>未留姓名</translation>
        </message>
        <message>
            <source>visited %1</source>
            <translation>%1 來訪</translation>
        </message>
        <message>
            <source>The manager decides</source>
            <translation>待經理裁定</translation>
        </message>
        <message>
            <source>No limit</source>
            <translation>不限期</translation>
        </message>
        <message>
            <source>Yours until %1</source>
            <translation>保護至 %1</translation>
        </message>
        <message>
            <source>%1 of %2 days</source>
            <translation>第 %1 天，共 %2 天</translation>
        </message>
    </context>
    <context>
        <name>CustomersPage</name>
        <message>
            <source>My customers</source>
            <translation>我的客戶</translation>
        </message>
        <message numerus="yes">
            <source>%n customer(s)</source>
            <translation>
                <numerusform>%n 位客戶</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n end within a week</source>
            <translation>
                <numerusform>%n 位一週內到期</numerusform>
            </translation>
        </message>
        <message>
            <source>Search</source>
            <translation>查詢</translation>
        </message>
        <message>
            <source>Name, or last digits of the phone</source>
            <translation>姓名，或電話尾號</translation>
        </message>
        <message>
            <source>No customers yet</source>
            <translation>還沒有客戶</translation>
        </message>
        <message>
            <source>Nobody like this</source>
            <translation>沒有找到</translation>
        </message>
        <message>
            <source>Whoever you register, and whoever asks for you, stands here.</source>
            <translation>您登記的客戶，以及指名找您的客戶，都會列在這裡。</translation>
        </message>
        <message>
            <source>Try fewer characters.</source>
            <translation>請減少輸入的字數。</translation>
        </message>
        <message>
            <source>Register a visit</source>
            <translation>來訪登記</translation>
        </message>
    </context>
    <context>
        <name>DutySheet</name>
        <message>
            <source>My duty</source>
            <translation>我的值班狀態</translation>
        </message>
        <message>
            <source>On duty</source>
            <translation>在崗</translation>
        </message>
        <message>
            <source>Coming back, you join at the end of the turn list</source>
            <translation>回崗後排在輪排表末位</translation>
        </message>
        <message>
            <source>On other work</source>
            <translation>另有安排</translation>
        </message>
        <message>
            <source>Assigned by the manager; you keep your place</source>
            <translation>由經理安排，輪排位置保留</translation>
        </message>
        <message>
            <source>Day off</source>
            <translation>休班</translation>
        </message>
        <message>
            <source>Out of the list, nothing is made up</source>
            <translation>退出輪排，不補接</translation>
        </message>
        <message>
            <source>On leave</source>
            <translation>事假</translation>
        </message>
        <message>
            <source>Sick</source>
            <translation>病假</translation>
        </message>
    </context>
    <context>
        <name>EnrolPage</name>
        <message>
            <source>Shoujie</source>
            <translation>首接</translation>
        </message>
        <message>
            <source>Reception register</source>
            <translation>接待登記</translation>
        </message>
        <message>
            <source>Make this tablet one of the site's</source>
            <translation>將本機加入案場</translation>
        </message>
        <message>
            <source>The office gives out a code for one tablet; it holds for ten minutes.</source>
            <translation>由總部發放，一台平板一個碼，十分鐘內有效。</translation>
        </message>
        <message>
            <source>Address of the office</source>
            <translation>總部伺服器地址</translation>
        </message>
        <message>
            <source>One-time code</source>
            <translation>一次性註冊碼</translation>
        </message>
        <message>
            <source>The office does not know this code. Ask for a new one.</source>
            <translation>註冊碼無效，請向總部重新索取。</translation>
        </message>
        <message>
            <source>Asking the office…</source>
            <translation>正在聯絡總部…</translation>
        </message>
        <message>
            <source>Join the site</source>
            <translation>加入案場</translation>
        </message>
    </context>
    <context>
        <name>EvidenceCard</name>
        <message>
            <source>Evidence</source>
            <translation>登記證據</translation>
        </message>
        <message>
            <source>Strong</source>
            <translation>充分</translation>
        </message>
        <message>
            <source>Fair</source>
            <translation>一般</translation>
        </message>
        <message>
            <source>Weak</source>
            <translation>薄弱</translation>
        </message>
        <message>
            <source>This entry shows clearly who was received.</source>
            <translation>足以認定接待的是誰。</translation>
        </message>
        <message>
            <source>A name can be shared. A phone or a plate makes the entry strong.</source>
            <translation>同名者不少，補上電話或車牌，證據才充分。</translation>
        </message>
        <message>
            <source>It can be saved like this, but without full name, phone or plate it wins no dispute.</source>
            <translation>可以先儲存，但沒有全名、電話或車牌，發生衝突時無法作為依據。</translation>
        </message>
        <message>
            <source>Full name</source>
            <translation>全名</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>電話</translation>
        </message>
        <message>
            <source>Plate and surname</source>
            <translation>車牌加姓氏</translation>
        </message>
    </context>
    <context>
        <name>FloorPage</name>
        <message>
            <source>Floor</source>
            <translation>現場</translation>
        </message>
        <message>
            <source>As of %1</source>
            <translation>截至 %1</translation>
        </message>
        <message>
            <source>As this tablet alone knows it</source>
            <translation>僅據本機記錄</translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) of this tablet that the others do not know yet</source>
            <translation>
                <numerusform>本機有 %n 條記錄其他平板尚未得知</numerusform>
            </translation>
        </message>
        <message>
            <source>Turn list</source>
            <translation>輪排表</translation>
        </message>
        <message>
            <source>No turn list yet</source>
            <translation>還沒有輪排表</translation>
        </message>
        <message>
            <source>The manager sets it; it comes with the next contact to the office.</source>
            <translation>由經理設定，下次與總部聯絡時下發。</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
    </context>
    <context>
        <name>GalleryPage</name>
        <message>
            <source>Gallery</source>
            <translation>元件一覽</translation>
        </message>
        <message>
            <source>Every component in its states</source>
            <translation>各元件的各種狀態</translation>
        </message>
        <message>
            <source>Buttons</source>
            <translation>按鈕</translation>
        </message>
        <message>
            <source>Primary</source>
            <translation>主要</translation>
        </message>
        <message>
            <source>Secondary</source>
            <translation>次要</translation>
        </message>
        <message>
            <source>Quiet</source>
            <translation>文字</translation>
        </message>
        <message>
            <source>Danger</source>
            <translation>危險</translation>
        </message>
        <message>
            <source>Disabled</source>
            <translation>停用</translation>
        </message>
        <message>
            <source>Start reception</source>
            <translation>開始接待</translation>
        </message>
        <message>
            <source>You are next</source>
            <translation>輪到您了</translation>
        </message>
        <message>
            <source>Fields</source>
            <translation>輸入框</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>姓名</translation>
        </message>
        <message>
            <source>Full name</source>
            <translation>全名</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>電話</translation>
        </message>
        <message>
            <source>Too short for a phone number</source>
            <translation>電話號碼位數不足</translation>
        </message>
        <message>
            <source>Plate</source>
            <translation>車牌</translation>
        </message>
        <message>
            <source>Counts together with the surname</source>
            <translation>與姓氏合用才算數</translation>
        </message>
        <message>
            <source>Chips and badges</source>
            <translation>選項與標籤</translation>
        </message>
        <message>
            <source>Came through</source>
            <translation>得知途徑</translation>
        </message>
        <message>
            <source>Passing by</source>
            <translation>路過</translation>
        </message>
        <message>
            <source>Online</source>
            <translation>網路</translation>
        </message>
        <message>
            <source>A friend</source>
            <translation>朋友介紹</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>等候</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>下一位</translation>
        </message>
        <message>
            <source>Received</source>
            <translation>已入冊</translation>
        </message>
        <message>
            <source>Provisional</source>
            <translation>暫定</translation>
        </message>
        <message>
            <source>Refused</source>
            <translation>被退回</translation>
        </message>
        <message>
            <source>Is my work safe?</source>
            <translation>我的記錄安全嗎？</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>字型</translation>
        </message>
        <message>
            <source>Display 轮排</source>
            <translation>大標題 輪排</translation>
        </message>
        <message>
            <source>Title 接待</source>
            <translation>標題 接待</translation>
        </message>
        <message>
            <source>Heading 登记</source>
            <translation>小標題 登記</translation>
        </message>
        <message>
            <source>Body 老客户</source>
            <translation>正文 老客戶</translation>
        </message>
        <message>
            <source>Label 归属</source>
            <translation>說明 歸屬</translation>
        </message>
        <message>
            <source>李娜's customer</source>
            <translation>李娜的客戶</translation>
        </message>
        <message>
            <source>Known since 3 March by phone, 12 of 60 days.</source>
            <translation>3 月 3 日起憑電話已登記，第 12 天，共 60 天。</translation>
        </message>
        <message>
            <source>Hand back</source>
            <translation>交回</translation>
        </message>
        <message>
            <source>She takes over now</source>
            <translation>由她接手</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>幫忙接待</translation>
        </message>
        <message>
            <source>She is away</source>
            <translation>她不在場</translation>
        </message>
        <message>
            <source>Your own customer</source>
            <translation>您自己的老客戶</translation>
        </message>
        <message>
            <source>Takes no turn.</source>
            <translation>不佔名額。</translation>
        </message>
        <message>
            <source>Receiving since 10:02</source>
            <translation>10:02 起接待中</translation>
        </message>
        <message>
            <source>Receiving</source>
            <translation>接待中</translation>
        </message>
        <message>
            <source>12 of 60 days</source>
            <translation>第 12 天，共 60 天</translation>
        </message>
        <message>
            <source>PIN</source>
            <translation>密碼</translation>
        </message>
        <message>
            <source>No customers yet</source>
            <translation>還沒有客戶</translation>
        </message>
        <message>
            <source>Whoever you register stands here.</source>
            <translation>您登記的客戶列在這裡。</translation>
        </message>
    </context>
    <context>
        <name>Main</name>
        <message>
            <source>Shoujie</source>
            <translation>首接</translation>
        </message>
    </context>
    <context>
        <name>MyTurnCard</name>
        <message>
            <source>You are receiving</source>
            <translation>您正在接待</translation>
        </message>
        <message>
            <source>It is your turn</source>
            <translation>輪到您了</translation>
        </message>
        <message>
            <source>%1 is next</source>
            <translation>下一位是%1</translation>
        </message>
        <message>
            <source>Nobody is free</source>
            <translation>目前無人空閒</translation>
        </message>
        <message>
            <source>Since %1. Register before the customer leaves.</source>
            <translation>%1 開始。請在客戶離開前完成登記。</translation>
        </message>
        <message>
            <source>By a make-up turn that is owed to you.</source>
            <translation>您有一次補接，優先接待。</translation>
        </message>
        <message>
            <source>You are at the head of the turn list.</source>
            <translation>您排在輪排表首位。</translation>
        </message>
        <message>
            <source>You are out of the turn list until you are back on duty.</source>
            <translation>回崗之前不參加輪排。</translation>
        </message>
        <message>
            <source>You have no place in the turn list.</source>
            <translation>您不在輪排表中。</translation>
        </message>
        <message>
            <source>Start only for your own customer, or for one who asks for you.</source>
            <translation>只有自己的客戶或指名找您的客戶，才可現在開始。</translation>
        </message>
        <message>
            <source>Start reception</source>
            <translation>開始接待</translation>
        </message>
        <message>
            <source>Register the visit</source>
            <translation>登記來訪</translation>
        </message>
        <message>
            <source>Back on duty, or change</source>
            <translation>回崗或更改狀態</translation>
        </message>
        <message>
            <source>Change my duty</source>
            <translation>更改值班狀態</translation>
        </message>
    </context>
    <context>
        <name>NavigationRail</name>
        <message>
            <source>Hand over</source>
            <translation>換人</translation>
        </message>
    </context>
    <context>
        <name>NextUp</name>
        <message>
            <source>Next: %1</source>
            <translation>下一位：%1</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>下一位</translation>
        </message>
        <message>
            <source>Nobody is free</source>
            <translation>目前無人空閒</translation>
        </message>
        <message>
            <source>Make-up turn</source>
            <translation>補接</translation>
        </message>
    </context>
    <context>
        <name>OwedCard</name>
        <message>
            <source>Make-ups owed</source>
            <translation>待補接</translation>
        </message>
        <message numerus="yes">
            <source>%n turn(s)</source>
            <translation>
                <numerusform>%n 次</numerusform>
            </translation>
        </message>
        <message>
            <source>None. Nobody has missed a turn that has to be made up for.</source>
            <translation>無。目前沒有需要補接的名額。</translation>
        </message>
        <message>
            <source>Art. %1: %2</source>
            <translation>第 %1 條：%2</translation>
        </message>
        <message>
            <source>Since %1</source>
            <translation>自 %1 起</translation>
        </message>
    </context>
    <context>
        <name>PinKey</name>
        <message>
            <source>Sign in</source>
            <translation>登入</translation>
        </message>
        <message>
            <source>Delete the last digit</source>
            <translation>刪除末位數字</translation>
        </message>
    </context>
    <context>
        <name>PinPad</name>
        <message numerus="yes">
            <source>%n digit(s) typed</source>
            <extracomment>Read to somebody who cannot see the dots</extracomment>
            <translation>
                <numerusform>已輸入 %n 位</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ReasonRow</name>
        <message>
            <source>Art. %1</source>
            <translation>第 %1 條</translation>
        </message>
        <message>
            <source>Recognised by %1</source>
            <translation>依據：%1</translation>
        </message>
        <message>
            <source>From %1 to %2: day %3 of %4</source>
            <translation>%1 至 %2：第 %3 天，期限 %4 天</translation>
        </message>
        <message>
            <source>%1 of %2 days</source>
            <translation>第 %1 天，共 %2 天</translation>
        </message>
    </context>
    <context>
        <name>RefusalsCard</name>
        <message>
            <source>Refused by the office</source>
            <translation>被總部退回</translation>
        </message>
    </context>
    <context>
        <name>RegisterPage</name>
        <message>
            <source>Register a visit</source>
            <translation>來訪登記</translation>
        </message>
        <message>
            <source>No reception is running: the entry counts from now</source>
            <translation>當前沒有進行中的接待，以登記時間為準</translation>
        </message>
        <message>
            <source>Reception since %1</source>
            <translation>%1 開始接待</translation>
        </message>
        <message>
            <source>Saving…</source>
            <translation>正在儲存…</translation>
        </message>
        <message>
            <source>Save the entry</source>
            <translation>儲存登記</translation>
        </message>
        <message>
            <source>Incomplete: weak evidence</source>
            <translation>登記不完整，證據薄弱</translation>
        </message>
    </context>
    <context>
        <name>SettingsSheet</name>
        <message>
            <source>Display</source>
            <translation>顯示</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>語言</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>配色</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>淺色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Text size</source>
            <translation>文字大小</translation>
        </message>
        <message>
            <source>Normal</source>
            <translation>標準</translation>
        </message>
        <message>
            <source>Large</source>
            <translation>大</translation>
        </message>
        <message>
            <source>Largest</source>
            <translation>特大</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
    </context>
    <context>
        <name>SignInPage</name>
        <message>
            <source>Shoujie</source>
            <translation>首接</translation>
        </message>
        <message>
            <source>Reception register</source>
            <translation>接待登記</translation>
        </message>
        <message>
            <source>Who takes over?</source>
            <translation>誰來接手？</translation>
        </message>
        <message>
            <source>Locked: sign in to see the floor. What waits to be sent still goes out.</source>
            <translation>已鎖定：登入後才能看到現場。等待傳送的內容仍會照常送出。</translation>
        </message>
        <message>
            <source>Nobody is known here yet. The list comes with the first contact to the office.</source>
            <translation>還沒有人員名單，首次與總部聯絡後下發。</translation>
        </message>
        <message>
            <source>What you save stays saved, with or without a network. Records of colleagues that wait on this tablet are kept.</source>
            <translation>不論有沒有網路，儲存了就不會遺失。同事尚未上傳的記錄也會保留在本機。</translation>
        </message>
    </context>
    <context>
        <name>SpecialCard</name>
        <message>
            <source>Special cases</source>
            <translation>特殊情況</translation>
        </message>
        <message>
            <source>Leave empty if none applies</source>
            <translation>沒有就不填</translation>
        </message>
        <message>
            <source>Asked for a colleague</source>
            <translation>指名找同事</translation>
        </message>
        <message>
            <source>Their phone</source>
            <translation>老客戶電話</translation>
        </message>
        <message>
            <source>Public visitor: everybody's, takes no turn</source>
            <translation>公共客戶：歸大家，不佔名額</translation>
        </message>
        <message>
            <source>Handed over a business card</source>
            <translation>派了名片</translation>
        </message>
        <message>
            <source>Group purchase with the developer</source>
            <translation>開發商團購</translation>
        </message>
        <message>
            <source>Old customer along</source>
            <translation>同來的老客戶</translation>
        </message>
    </context>
    <context>
        <name>SplashPage</name>
        <message>
            <source>Shoujie</source>
            <translation>首接</translation>
        </message>
        <message>
            <source>The store of this tablet cannot be opened</source>
            <translation>無法開啟本機的資料</translation>
        </message>
        <message>
            <source>Opening…</source>
            <translation>正在開啟…</translation>
        </message>
    </context>
    <context>
        <name>StartSheet</name>
        <message>
            <source>Start a reception?</source>
            <translation>開始接待？</translation>
        </message>
        <message>
            <source>It is not your turn</source>
            <translation>還沒輪到您</translation>
        </message>
        <message>
            <source>The turn is held for you until you register. Nobody sees whom you receive.</source>
            <translation>名額為您保留到登記完成。其他人看不到您接待的是誰。</translation>
        </message>
        <message>
            <source>Nobody is next. Start if the visitor is yours, asks for you, or nobody else is here.</source>
            <translation>目前沒有下一位。若是您的客戶、指名找您，或現場沒有其他人，可以開始。</translation>
        </message>
        <message>
            <source>%1 is next. Start if the visitor is your own customer, asks for you, or %1 agrees; otherwise it counts as out of turn.</source>
            <translation>下一位是%1。若是您自己的客戶、指名找您，或%1同意，可以開始；否則算插隊。</translation>
        </message>
        <message>
            <source>Start now</source>
            <translation>現在開始</translation>
        </message>
        <message>
            <source>Start anyway</source>
            <translation>仍要開始</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>暫不</translation>
        </message>
    </context>
    <context>
        <name>SyncChip</name>
        <message numerus="yes">
            <source>%n refused</source>
            <comment>records refused by the office</comment>
            <translation>
                <numerusform>%n 條被退回</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <comment>records waiting to be sent</comment>
            <translation>
                <numerusform>%n 條待上傳</numerusform>
            </translation>
        </message>
        <message>
            <source>All safe</source>
            <translation>全部安全</translation>
        </message>
        <message>
            <source>%1, offline</source>
            <translation>%1，離線</translation>
        </message>
        <message>
            <source>syncing</source>
            <translation>同步中</translation>
        </message>
        <message>
            <source>offline</source>
            <translation>離線</translation>
        </message>
        <message>
            <source>Tell the manager</source>
            <translation>請告知經理</translation>
        </message>
        <message>
            <source>Tablet full: free some space</source>
            <translation>平板已滿：請騰出空間</translation>
        </message>
        <message>
            <source>Time uncertain: connect once</source>
            <translation>時間不確定：請連網一次</translation>
        </message>
    </context>
    <context>
        <name>SyncPage</name>
        <message>
            <source>Is my work safe?</source>
            <translation>我的記錄安全嗎？</translation>
        </message>
        <message>
            <source>In touch with the office</source>
            <translation>已連上總部</translation>
        </message>
        <message>
            <source>Offline: everything is saved here</source>
            <translation>離線：記錄都儲存在本機</translation>
        </message>
        <message numerus="yes">
            <source>%n refused</source>
            <comment>records refused by the office</comment>
            <translation>
                <numerusform>%n 條被退回</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <comment>records waiting to be sent</comment>
            <translation>
                <numerusform>%n 條待上傳</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n photo(s) refused</source>
            <translation>
                <numerusform>%n 張照片被退回</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n photo(s) waiting</source>
            <translation>
                <numerusform>%n 張照片待上傳</numerusform>
            </translation>
        </message>
        <message>
            <source>All safe</source>
            <translation>全部安全</translation>
        </message>
        <message>
            <source>The office did not take them. They stay here; look below for what to do.</source>
            <translation>總部沒有收下，記錄仍在本機。處理辦法見下方。</translation>
        </message>
        <message>
            <source>Saved on this tablet, also if the power fails. They are sent by themselves.</source>
            <translation>已儲存在本機，斷電也不會丟失，稍後自動上傳。</translation>
        </message>
        <message>
            <source>The office does not take them: too large, or no pictures. The entries stand. Take the pictures again.</source>
            <translation>總部不接收這些照片：檔案過大，或不是圖片。紀錄仍然有效，請重新拍攝。</translation>
        </message>
        <message>
            <source>The entries have arrived. Photos and signatures are saved on this tablet and follow by themselves.</source>
            <translation>紀錄已送達。照片和簽名已儲存在本機，會自動上傳。</translation>
        </message>
        <message>
            <source>The office has signed for everything written here.</source>
            <translation>本機的全部記錄，總部均已簽收。</translation>
        </message>
        <message>
            <source>Sending…</source>
            <translation>正在上傳…</translation>
        </message>
        <message>
            <source>Sync now</source>
            <translation>立即同步</translation>
        </message>
        <message>
            <source>Last complete sync</source>
            <translation>上次完整同步</translation>
        </message>
        <message>
            <source>Not yet</source>
            <translation>尚未同步</translation>
        </message>
        <message>
            <source>Sending and fetching resume by themselves.</source>
            <translation>上傳和下載會自動繼續。</translation>
        </message>
        <message>
            <source>Time of what you save now</source>
            <translation>現在登記的時間可信度</translation>
        </message>
        <message>
            <source>Proof code</source>
            <translation>存證碼</translation>
        </message>
        <message>
            <source>Write it on the customer's slip: it proves what stood here until now.</source>
            <translation>寫在客戶回執上，可證明到此為止的全部記錄。</translation>
        </message>
        <message>
            <source>The office is restoring its register</source>
            <translation>總部正在恢復登記簿</translation>
        </message>
        <message>
            <source>The office has lost a part of its register and is putting it together again from what the tablets hold. Go on as usual: everything is saved here and sent once that is done.</source>
            <translation>總部的登記簿缺失了一部分，正依據各平板保存的內容恢復。請照常工作：所有登記都保存在本機，恢復完成後會自動傳送。</translation>
        </message>
        <message>
            <source>The office&apos;s register is in doubt</source>
            <translation>總部登記簿存疑</translation>
        </message>
        <message>
            <source>Tell the manager</source>
            <translation>請告知經理</translation>
        </message>
        <message>
            <source>This tablet is full</source>
            <translation>本機儲存空間已滿</translation>
        </message>
        <message>
            <source>What you record is still saved and sent, as long as the reserve for it lasts; news from others waits. Free some space: delete pictures or apps that nobody needs.</source>
            <translation>在預留空間用完之前，您的紀錄仍會儲存並上傳；其他人的新消息暫不接收。請騰出空間：刪除不需要的圖片或應用程式。</translation>
        </message>
        <message>
            <source>The office&apos;s register is not the one this tablet has seen: it was altered, or put back from an older copy. Nothing here is lost. Keep this tablet as it is and show the proof code below.</source>
            <translation>總部的登記簿與本機見過的不一致：可能被改動，或由舊備份還原。本機記錄沒有遺失。請保持本機原樣，並向經理出示下方的存證碼。</translation>
        </message>
        <message>
            <source>The office has set this tablet aside</source>
            <translation>總部已停用本機</translation>
        </message>
        <message>
            <source>Two copies of this tablet are in use, and nobody knows which is the right one. What is written here stays here and does not count until the office has looked at it and enrolled this tablet anew.</source>
            <translation>本機有兩份在使用，無法確定哪一份為準。這裡寫的內容仍保存在本機，但在總部核查並重新登記本機之前不計入。</translation>
        </message>
        <message numerus="yes">
            <source>Certain to %n s</source>
            <comment>seconds</comment>
            <translation>
                <numerusform>誤差不超過 %n 秒</numerusform>
            </translation>
        </message>
        <message>
            <source>Uncertain</source>
            <translation>不確定</translation>
        </message>
    </context>
    <context>
        <name>Theme</name>
        <message>
            <source>Noto Sans CJK SC</source>
            <extracomment>The font family of this language: Noto Sans CJK SC or TC; some characters differ</extracomment>
            <translation>Noto Sans CJK TC</translation>
        </message>
    </context>
    <context>
        <name>TimelineRow</name>
        <message numerus="yes">
            <source>%1, sure to %n second(s)</source>
            <translation>
                <numerusform>%1，誤差不超過 %n 秒</numerusform>
            </translation>
        </message>
        <message>
            <source>between %1 and %2</source>
            <translation>在 %1 至 %2 之間</translation>
        </message>
        <message>
            <source>in the register</source>
            <translation>已入冊</translation>
        </message>
        <message>
            <source>waiting on this tablet</source>
            <translation>本機待上傳</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <translation>%1，%2</translation>
        </message>
    </context>
    <context>
        <name>TopBar</name>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
    </context>
    <context>
        <name>VerdictCard</name>
        <message>
            <source>Belongs to</source>
            <translation>歸屬</translation>
        </message>
        <message>
            <source>The manager decides</source>
            <translation>待經理裁定</translation>
        </message>
        <message>
            <source>Ruled by the manager</source>
            <translation>經理已裁定</translation>
        </message>
        <message>
            <source>Earned a make-up turn</source>
            <translation>獲補接一次</translation>
        </message>
        <message>
            <source>Counts as new</source>
            <translation>視為新客戶</translation>
        </message>
        <message>
            <source>The office's word, from the register.</source>
            <translation>總部根據登記冊作出的結論。</translation>
        </message>
        <message>
            <source>As this tablet judges it; the office may know more and has the last word.</source>
            <translation>這是本機的判斷；總部掌握的資訊可能更全，以總部為準。</translation>
        </message>
    </context>
    <context>
        <name>VisitNotice</name>
        <message>
            <source>%1 of %2 days</source>
            <translation>第 %1 天，共 %2 天</translation>
        </message>
        <message>
            <source>%1.</source>
            <translation>%1。</translation>
        </message>
        <message>
            <source>Known since %1 by %2</source>
            <translation>%1起憑%2已登記</translation>
        </message>
        <message>
            <source>%1, %2.</source>
            <translation>%1，%2。</translation>
        </message>
        <message>
            <source>Public visitor</source>
            <translation>公共客戶</translation>
        </message>
        <message>
            <source>%1's customer</source>
            <translation>%1的客戶</translation>
        </message>
        <message>
            <source>Asks for %1</source>
            <translation>指名找%1</translation>
        </message>
        <message>
            <source>Brought by a customer of %1</source>
            <translation>由%1的老客戶帶來</translation>
        </message>
        <message>
            <source>Your own customer</source>
            <translation>您自己的老客戶</translation>
        </message>
        <message>
            <source>Was %1's customer</source>
            <translation>曾是%1的客戶</translation>
        </message>
        <message>
            <source>Called before: %1's call</source>
            <translation>來過電話：%1接聽</translation>
        </message>
        <message>
            <source>Called before</source>
            <translation>來過電話</translation>
        </message>
        <message>
            <source>Announced by %1</source>
            <translation>%1已做介紹登記</translation>
        </message>
        <message>
            <source>Announced by a referral</source>
            <translation>已有介紹登記</translation>
        </message>
        <message>
            <source>Entries of different colleagues match</source>
            <translation>與多位同事的登記相符</translation>
        </message>
        <message>
            <source>Not in the register</source>
            <translation>登記冊中沒有</translation>
        </message>
        <message>
            <source>Who is it?</source>
            <translation>客戶是誰？</translation>
        </message>
        <message>
            <source>Belongs to everybody and takes no turn.</source>
            <translation>歸大家共有，不佔名額。</translation>
        </message>
        <message>
            <source>How does %1 stand?</source>
            <translation>%1現在的情況是？</translation>
        </message>
        <message>
            <source>Belongs to %1. How does %1 stand?</source>
            <translation>歸%1。%1現在的情況是？</translation>
        </message>
        <message>
            <source>Takes no turn.</source>
            <translation>不佔名額。</translation>
        </message>
        <message>
            <source>The days are over: a new customer, in turn.</source>
            <translation>已過期：按輪排作新客戶接待。</translation>
        </message>
        <message>
            <source>Whoever asks for nobody is received in turn.</source>
            <translation>沒有指名的，按輪排接待。</translation>
        </message>
        <message>
            <source>It can still be claimed; register as usual.</source>
            <translation>對方仍可認領，請照常登記。</translation>
        </message>
        <message>
            <source>Save the entry; the sales manager decides whose it is.</source>
            <translation>請先儲存，歸屬由銷售經理裁定。</translation>
        </message>
        <message>
            <source>A new customer, received in turn.</source>
            <translation>新客戶，按輪排接待。</translation>
        </message>
        <message>
            <source>The register answers as soon as a name, phone or plate is typed.</source>
            <translation>輸入姓名、電話或車牌，立即比對登記冊。</translation>
        </message>
        <message>
            <source>Hand back now</source>
            <translation>現在交回</translation>
        </message>
        <message>
            <source>%1 goes on with the customer</source>
            <translation>由%1繼續接待</translation>
        </message>
        <message>
            <source>I go on, with consent</source>
            <translation>經同意由我繼續</translation>
        </message>
        <message>
            <source>Not here: I help</source>
            <translation>不在場，我幫忙接待</translation>
        </message>
        <message>
            <source>Cannot be reached: I help</source>
            <translation>聯絡不上，我幫忙接待</translation>
        </message>
        <message>
            <source>%1 agreed; a deal now: 20 to 80</source>
            <translation>%1已同意；當場成交二八分成</translation>
        </message>
        <message>
            <source>Given back later; a deal now: 20 to 80</source>
            <translation>事後歸還；當場成交二八分成</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <extracomment>Two sentences, one after the other</extracomment>
            <translation>%1%2</translation>
        </message>
    </context>
    <context>
        <name>WantsCard</name>
        <message>
            <source>Looks for</source>
            <translation>購樓意向</translation>
        </message>
        <message>
            <source>Came through</source>
            <translation>得知途徑</translation>
        </message>
        <message>
            <source>Employer</source>
            <translation>工作單位</translation>
        </message>
        <message>
            <source>or address</source>
            <translation>或住址</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>備註</translation>
        </message>
    </context>
    <context>
        <name>WhoCard</name>
        <message>
            <source>Who is it?</source>
            <translation>客戶是誰？</translation>
        </message>
        <message>
            <source>Any one of name, phone or plate is enough</source>
            <translation>姓名、電話、車牌有一項即可</translation>
        </message>
        <message>
            <source>Full name</source>
            <translation>全名</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>電話</translation>
        </message>
        <message>
            <source>Plate</source>
            <translation>車牌</translation>
        </message>
        <message>
            <source>Car brand</source>
            <translation>車輛品牌</translation>
        </message>
        <message>
            <source>Second phone</source>
            <translation>另一電話</translation>
        </message>
    </context>
    <context>
        <name>WhyPage</name>
        <message>
            <source>Why: %1</source>
            <translation>歸屬依據：%1</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>歸屬依據</translation>
        </message>
        <message>
            <source>Whose customer it is, and by which rule</source>
            <translation>客戶歸誰，依據哪一條</translation>
        </message>
        <message>
            <source>Nothing to show</source>
            <translation>沒有可顯示的內容</translation>
        </message>
        <message>
            <source>By which rules</source>
            <translation>依據條文</translation>
        </message>
        <message>
            <source>What happened</source>
            <translation>經過</translation>
        </message>
    </context>
    <context>
        <name>Words</name>
        <message>
            <source>That PIN was wrong too often. Ask the office for a new one; nothing that was saved is lost.</source>
            <translation>密碼輸錯次數過多，請向後台領取新密碼；已儲存的內容不會遺失。</translation>
        </message>
        <message>
            <source>That PIN was wrong too often. Try again in %1 s.</source>
            <translation>密碼輸錯次數過多，請 %1 秒後再試。</translation>
        </message>
        <message>
            <source>That PIN is not right. Try again.</source>
            <translation>密碼不對，請重試。</translation>
        </message>
        <message>
            <source>You may not do this. Ask the sales manager.</source>
            <translation>您沒有這個權限，請找銷售經理。</translation>
        </message>
        <message>
            <source>This is not known here.</source>
            <translation>本機沒有這條記錄。</translation>
        </message>
        <message>
            <source>This contradicts what is already recorded.</source>
            <translation>與已有記錄矛盾。</translation>
        </message>
        <message>
            <source>The office cannot be reached now. It will be tried again.</source>
            <translation>暫時聯絡不上總部，稍後會自動重試。</translation>
        </message>
        <message>
            <source>Too many attempts. Wait a minute and try again.</source>
            <translation>嘗試次數過多，請一分鐘後再試。</translation>
        </message>
        <message>
            <source>The tablet's memory refused. Nothing was saved: free some space and save again.</source>
            <translation>本機儲存空間寫入失敗，未儲存。請清理空間後重新儲存。</translation>
        </message>
        <message>
            <source>Data on this tablet contradicts itself. Call the office.</source>
            <translation>本機資料自相矛盾，請聯絡總部。</translation>
        </message>
        <message>
            <source>The office runs another version. Update this tablet.</source>
            <translation>總部版本不同，請更新本機。</translation>
        </message>
        <message>
            <source>What answers is not the office this tablet belongs to. Check the tablet&apos;s date, then call the office.</source>
            <translation>回應的不是本機所屬的總部。請先檢查本機日期，再聯絡總部。</translation>
        </message>
        <message>
            <source>Something needed is missing. Fill it in.</source>
            <translation>缺少必填內容，請補上。</translation>
        </message>
        <message>
            <source>A text is too long. Shorten it.</source>
            <translation>文字太長，請縮短。</translation>
        </message>
        <message>
            <source>A text is too short. Complete it.</source>
            <translation>文字太短，請補全。</translation>
        </message>
        <message>
            <source>One of the values is not allowed. Choose another.</source>
            <translation>有一項內容不允許，請另選。</translation>
        </message>
        <message>
            <source>A number or time is out of range. Check it.</source>
            <translation>數字或時間超出範圍，請核對。</translation>
        </message>
        <message>
            <source>A time is not right. Check it.</source>
            <translation>時間不對，請核對。</translation>
        </message>
        <message>
            <source>The record could not be read. Call the office.</source>
            <translation>記錄無法讀取，請聯絡總部。</translation>
        </message>
        <message>
            <source>Something went wrong. Call the office.</source>
            <translation>出了問題，請聯絡總部。</translation>
        </message>
        <message>
            <source>Ask the sales manager to enter it, or to allow it.</source>
            <translation>請銷售經理代為錄入或授權。</translation>
        </message>
        <message>
            <source>Somebody recorded this first. Compare, and tell the manager.</source>
            <translation>已有人先登記，請核對並告知經理。</translation>
        </message>
        <message>
            <source>Update the app; the record stays here and is sent again.</source>
            <translation>請更新應用程式；記錄保留在本機，會重新上傳。</translation>
        </message>
        <message>
            <source>The record stays on this tablet. Show it to the manager.</source>
            <translation>記錄保留在本機，請交經理查看。</translation>
        </message>
        <message>
            <source>Too short for a phone number</source>
            <translation>電話號碼位數不足</translation>
        </message>
        <message>
            <source>Too long for a phone number</source>
            <translation>電話號碼位數過多</translation>
        </message>
        <message>
            <source>No such phone number exists</source>
            <translation>沒有這樣的電話號碼</translation>
        </message>
        <message>
            <source>A phone number has digits only</source>
            <translation>電話號碼只能是數字</translation>
        </message>
        <message>
            <source>With digits hidden it proves nothing; ask for all of them</source>
            <translation>帶星號的號碼不能作依據，請問全號碼</translation>
        </message>
        <message>
            <source>Too short for a plate</source>
            <translation>車牌位數不足</translation>
        </message>
        <message>
            <source>Too long for a plate</source>
            <translation>車牌位數過多</translation>
        </message>
        <message>
            <source>A plate counts together with the surname; add a name</source>
            <translation>車牌要與姓氏合用，請填姓名</translation>
        </message>
        <message>
            <source>A surname alone proves little; ask for the full name</source>
            <translation>只有姓氏不足為據，請問全名</translation>
        </message>
        <message>
            <source>Too long; shorten it</source>
            <translation>太長，請縮短</translation>
        </message>
        <message>
            <source>Please check this</source>
            <translation>請核對</translation>
        </message>
        <message>
            <source>Salesperson</source>
            <translation>售樓員</translation>
        </message>
        <message>
            <source>Sales manager</source>
            <translation>銷售經理</translation>
        </message>
        <message>
            <source>Call desk</source>
            <translation>來電專員</translation>
        </message>
        <message>
            <source>Front desk</source>
            <translation>櫃檯</translation>
        </message>
        <message>
            <source>Service assistant</source>
            <translation>客服助理</translation>
        </message>
        <message>
            <source>Service supervisor</source>
            <translation>客服主管</translation>
        </message>
        <message>
            <source>Office</source>
            <translation>總部</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>等候</translation>
        </message>
        <message>
            <source>Receiving</source>
            <translation>接待中</translation>
        </message>
        <message>
            <source>On other work</source>
            <translation>另有安排</translation>
        </message>
        <message>
            <source>Day off</source>
            <translation>休班</translation>
        </message>
        <message>
            <source>On leave</source>
            <translation>事假</translation>
        </message>
        <message>
            <source>Sick</source>
            <translation>病假</translation>
        </message>
        <message>
            <source>Public visitor</source>
            <translation>公共客戶</translation>
        </message>
        <message>
            <source>Group purchase</source>
            <translation>團購</translation>
        </message>
        <message>
            <source>Old customer</source>
            <translation>老客戶</translation>
        </message>
        <message>
            <source>Family of a customer</source>
            <translation>一家人</translation>
        </message>
        <message>
            <source>Asked for somebody</source>
            <translation>指名</translation>
        </message>
        <message>
            <source>Referred</source>
            <translation>介紹</translation>
        </message>
        <message>
            <source>Called in before</source>
            <translation>來電客戶</translation>
        </message>
        <message>
            <source>New customer</source>
            <translation>新客戶</translation>
        </message>
        <message>
            <source>Waiting to be sent</source>
            <translation>待上傳</translation>
        </message>
        <message>
            <source>Received</source>
            <translation>已入冊</translation>
        </message>
        <message>
            <source>With the manager</source>
            <translation>待經理裁定</translation>
        </message>
        <message>
            <source>Ruled</source>
            <translation>已裁定</translation>
        </message>
        <message>
            <source>Refused</source>
            <translation>被退回</translation>
        </message>
        <message>
            <source>Settled</source>
            <translation>已確定</translation>
        </message>
        <message>
            <source>Provisional</source>
            <translation>暫定</translation>
        </message>
        <message>
            <source>For the manager</source>
            <translation>待經理裁定</translation>
        </message>
        <message>
            <source>Took no turn</source>
            <translation>不佔名額</translation>
        </message>
        <message>
            <source>Took a turn</source>
            <translation>佔一次名額</translation>
        </message>
        <message>
            <source>Used a make-up turn</source>
            <translation>使用補接</translation>
        </message>
        <message>
            <source>full name</source>
            <translation>全名</translation>
        </message>
        <message>
            <source>phone</source>
            <translation>電話</translation>
        </message>
        <message>
            <source>plate and surname</source>
            <translation>車牌加姓氏</translation>
        </message>
        <message>
            <source>Everybody</source>
            <translation>大家共有</translation>
        </message>
        <message>
            <source>The developer</source>
            <translation>開發商</translation>
        </message>
        <message>
            <source>Not decided</source>
            <translation>未定</translation>
        </message>
        <message>
            <source>From the trade</source>
            <translation>同行</translation>
        </message>
        <message>
            <source>Led by the developer</source>
            <translation>甲方領導帶領</translation>
        </message>
        <message>
            <source>Guest of marketing</source>
            <translation>行銷部特殊客戶</translation>
        </message>
        <message>
            <source>Came to sell</source>
            <translation>拉業務</translation>
        </message>
        <message>
            <source>First home</source>
            <translation>首次置業</translation>
        </message>
        <message>
            <source>Bigger home</source>
            <translation>改善換房</translation>
        </message>
        <message>
            <source>School place</source>
            <translation>學位</translation>
        </message>
        <message>
            <source>Investment</source>
            <translation>投資</translation>
        </message>
        <message>
            <source>Just looking</source>
            <translation>隨便看看</translation>
        </message>
        <message>
            <source>Passing by</source>
            <translation>路過</translation>
        </message>
        <message>
            <source>Poster</source>
            <translation>戶外廣告</translation>
        </message>
        <message>
            <source>Online</source>
            <translation>網路</translation>
        </message>
        <message>
            <source>Paper or flyer</source>
            <translation>報紙單張</translation>
        </message>
        <message>
            <source>A friend</source>
            <translation>朋友介紹</translation>
        </message>
        <message>
            <source>Called first</source>
            <translation>來電諮詢</translation>
        </message>
        <message>
            <source>Reception begun</source>
            <translation>開始接待</translation>
        </message>
        <message>
            <source>Visit registered</source>
            <translation>來訪登記</translation>
        </message>
        <message>
            <source>Call registered</source>
            <translation>來電登記</translation>
        </message>
        <message>
            <source>Referral registered</source>
            <translation>介紹登記</translation>
        </message>
        <message>
            <source>Family declared</source>
            <translation>申報親屬</translation>
        </message>
        <message>
            <source>Confirmed as public</source>
            <translation>確認為公共客戶</translation>
        </message>
        <message>
            <source>Conflict found</source>
            <translation>發現衝突</translation>
        </message>
        <message>
            <source>Notice seen</source>
            <translation>已閱通知</translation>
        </message>
        <message>
            <source>Deal signed</source>
            <translation>成交</translation>
        </message>
        <message>
            <source>Deal transferred</source>
            <translation>轉名</translation>
        </message>
        <message>
            <source>Follow-up planned</source>
            <translation>安排跟進</translation>
        </message>
        <message>
            <source>Followed up</source>
            <translation>已跟進</translation>
        </message>
        <message>
            <source>Conduct reported</source>
            <translation>行為舉報</translation>
        </message>
        <message>
            <source>Ruling by the manager</source>
            <translation>經理裁定</translation>
        </message>
        <message>
            <source>Entry amended</source>
            <translation>更正登記</translation>
        </message>
        <message>
            <source>Duty changed</source>
            <translation>值班變動</translation>
        </message>
        <message>
            <source>Turn list set</source>
            <translation>設定輪排表</translation>
        </message>
        <message>
            <source>Joined the team</source>
            <translation>入職</translation>
        </message>
        <message>
            <source>Left the team</source>
            <translation>離職</translation>
        </message>
        <message>
            <source>Exact: the office confirms the time at once.</source>
            <translation>精確：總部即時確認時間。</translation>
        </message>
        <message>
            <source>Sure to the second: confirmed by the office before and after.</source>
            <translation>精確到秒：前後均經總部確認。</translation>
        </message>
        <message>
            <source>Sure to some seconds: confirmed by the office on one side.</source>
            <translation>誤差數秒：單側經總部確認。</translation>
        </message>
        <message>
            <source>Uncertain since the restart at %1: connect once, then the times of what is written afterwards are certain.</source>
            <translation>自 %1 重新啟動後時間不確定：請連網一次，此後登記的時間即可確定。</translation>
        </message>
        <message>
            <source>In doubt: the clocks contradict each other. Tell the manager.</source>
            <translation>存疑：時鐘互相矛盾，請告知經理。</translation>
        </message>
        <message>
            <source>HH:mm</source>
            <comment>time of day</comment>
            <translation>HH:mm</translation>
        </message>
        <message>
            <source>d MMMM</source>
            <comment>day and month</comment>
            <translation>M月d日</translation>
        </message>
        <message>
            <source>d MMM, HH:mm</source>
            <comment>day, month and time</comment>
            <translation>M月d日 HH:mm</translation>
        </message>
        <message>
            <source>d MMM, HH:mm:ss</source>
            <comment>day, month and exact time</comment>
            <translation>M月d日 HH:mm:ss</translation>
        </message>
    </context>
</TS>
