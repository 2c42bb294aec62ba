<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>AppShell</name>
        <message>
            <source>Floor</source>
            <translation>现场</translation>
        </message>
        <message>
            <source>Register</source>
            <translation>登记</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>来电</translation>
        </message>
        <message>
            <source>Customers</source>
            <translation>客户</translation>
        </message>
        <message>
            <source>Language, colours, text size</source>
            <translation>语言、配色、字号</translation>
        </message>
        <message>
            <source>Reception begun; the turn is held for you</source>
            <translation>接待已开始，本轮名额为您保留</translation>
        </message>
        <message>
            <source>Not saved yet: a colleague has a right. Say how they stand.</source>
            <translation>尚未保存：该客户已有归属同事，请先选择同事的情况。</translation>
        </message>
        <message>
            <source>Saved on this tablet</source>
            <translation>已保存在本机</translation>
        </message>
        <message>
            <source>Whose customer?</source>
            <translation>归谁？</translation>
        </message>
        <message>
            <source>Call saved on this tablet</source>
            <translation>来电已保存在本机</translation>
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
            <translation>轮到谁由谁接，不挑人，也不抢人。</translation>
        </message>
        <message>
            <source>A turn missed for a good reason is made up for first.</source>
            <translation>因正当原因错过的接待，最先补接。</translation>
        </message>
        <message>
            <source>Receiving your own old or call-in customer costs no turn.</source>
            <translation>接待自己的老客户或来电客户，不占名额。</translation>
        </message>
        <message>
            <source>It proved to be a colleague's customer, so the turn is made up for.</source>
            <translation>查明是同事的客户，本次名额予以补接。</translation>
        </message>
        <message>
            <source>Helping a colleague out costs no turn.</source>
            <translation>帮同事接待，不占名额。</translation>
        </message>
        <message>
            <source>Other work was assigned, so the place in the queue is kept.</source>
            <translation>另有工作安排，轮排位置保留。</translation>
        </message>
        <message>
            <source>Days off, leave and sick days are not made up for.</source>
            <translation>休班、事假、病假不补接。</translation>
        </message>
        <message>
            <source>Full name, phone, or plate with surname: any one shows who it is.</source>
            <translation>全名、电话、车牌加姓氏，符合其一即可认定是同一客户。</translation>
        </message>
        <message>
            <source>A call belongs to whom the caller asked for, else to who answered.</source>
            <translation>来电指名找谁就归谁，没有指名则归接听人。</translation>
        </message>
        <message>
            <source>New, old, family or public: what kind of visitor this is.</source>
            <translation>新客户、老客户、一家人还是公共客户。</translation>
        </message>
        <message>
            <source>A public visitor is everybody's and takes nobody's turn.</source>
            <translation>公共客户归销售部共有，不占任何人的名额。</translation>
        </message>
        <message>
            <source>What holds when an old customer brings somebody new.</source>
            <translation>老客户带来新面孔时怎么算。</translation>
        </message>
        <message>
            <source>Brought by an old customer: belongs to that customer's salesperson.</source>
            <translation>由老客户带来：归该老客户的售楼员。</translation>
        </message>
        <message>
            <source>Asked for a salesperson by name: belongs to the one asked for.</source>
            <translation>指名找某位售楼员：归被找的售楼员。</translation>
        </message>
        <message>
            <source>Naming somebody at any moment of the first visit settles it; naming nobody means the turn list decides.</source>
            <translation>首次来访过程中任何时候指名都算数；没有指名则按轮排。</translation>
        </message>
        <message>
            <source>Registered beforehand by a referral; it can be claimed for 7 days.</source>
            <translation>事先已做介绍登记，来访登记后 7 天内可以认领。</translation>
        </message>
        <message>
            <source>While a reception runs, nobody else asks the customer whose they are.</source>
            <translation>接待进行中，旁人不去问客户是谁的。</translation>
        </message>
        <message>
            <source>What holds when somebody who called comes in.</source>
            <translation>打过电话的人到场后怎么算。</translation>
        </message>
        <message>
            <source>Called before but asked for nobody: the call yields to the reception.</source>
            <translation>来过电话但没有指名：来电服从接待。</translation>
        </message>
        <message>
            <source>Called before and asked for the one who is here: theirs, without a turn.</source>
            <translation>来过电话并指名在场的售楼员：由其接待，不占名额。</translation>
        </message>
        <message>
            <source>Called before and asked for somebody absent: received for them.</source>
            <translation>来过电话并指名不在场的售楼员：帮忙接待，事后归还。</translation>
        </message>
        <message>
            <source>Known to be a colleague's: hand back, get consent, or help while they are away.</source>
            <translation>已知是同事的客户：交回、征得同意，或在其不在时帮忙。</translation>
        </message>
        <message>
            <source>One family counts as one customer, by who was received first, for 30 days.</source>
            <translation>一家人算一个客户，以最先接待为准，30 天内有效。</translation>
        </message>
        <message>
            <source>Closed without knowing: shared if found out within 3 days.</source>
            <translation>不知情而成交：3 天内发现则平分。</translation>
        </message>
        <message>
            <source>A deal is deposit and signed agreement; the signer is the buyer.</source>
            <translation>已交定金并签认购书才算成交，以签署人为准。</translation>
        </message>
        <message>
            <source>A group purchase is received in turn; the manager sets the bonus.</source>
            <translation>团购按轮排接待，奖金由经理核定。</translation>
        </message>
        <message>
            <source>Discounts and transfers are for the manager to allow.</source>
            <translation>打折、转名须由经理批准。</translation>
        </message>
        <message>
            <source>What the rules leave open, the sales manager decides.</source>
            <translation>规则没有定论的，由销售经理裁定。</translation>
        </message>
        <message>
            <source>The register is the first evidence; nothing in it is ever changed.</source>
            <translation>登记是首要证据，只作更正说明，原文永远保留。</translation>
        </message>
        <message>
            <source>See the article in the rules.</source>
            <translation>详见规定条文。</translation>
        </message>
        <message>
            <source>Received without knowing: up to 60 days it stays whose it was, after that it counts as new.</source>
            <translation>确实不知情而接待：60 天内归原售楼员，超过 60 天视为新客户。</translation>
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
            <translation>轮到您</translation>
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
            <translation>来电登记</translation>
        </message>
        <message>
            <source>While you talk</source>
            <translation>边接听边登记</translation>
        </message>
        <message>
            <source>Who is calling?</source>
            <translation>来电人</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>姓名</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>电话</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>This call belongs to</source>
            <translation>本次来电归属</translation>
        </message>
        <message>
            <source>%1 (you)</source>
            <translation>%1（您）</translation>
        </message>
        <message>
            <source>Saving…</source>
            <translation>正在保存…</translation>
        </message>
        <message>
            <source>Save the call</source>
            <translation>保存来电</translation>
        </message>
    </context>
    <context>
        <name>CallWantsCard</name>
        <message>
            <source>Looks for</source>
            <translation>购楼意向</translation>
        </message>
        <message>
            <source>Heard of us through</source>
            <translation>从何处得知</translation>
        </message>
        <message>
            <source>Asks for a colleague</source>
            <translation>指名找同事</translation>
        </message>
        <message>
            <source>Call back</source>
            <translation>回电时间</translation>
        </message>
        <message>
            <source>In an hour</source>
            <translation>一小时后</translation>
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
            <translation>%1 来访</translation>
        </message>
        <message>
            <source>The manager decides</source>
            <translation>待经理裁定</translation>
        </message>
        <message>
            <source>No limit</source>
            <translation>不限期</translation>
        </message>
        <message>
            <source>Yours until %1</source>
            <translation>保护至 %1</translation>
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
            <translation>我的客户</translation>
        </message>
        <message numerus="yes">
            <source>%n customer(s)</source>
            <translation>
                <numerusform>%n 位客户</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n end within a week</source>
            <translation>
                <numerusform>%n 位一周内到期</numerusform>
            </translation>
        </message>
        <message>
            <source>Search</source>
            <translation>查找</translation>
        </message>
        <message>
            <source>Name, or last digits of the phone</source>
            <translation>姓名，或电话尾号</translation>
        </message>
        <message>
            <source>No customers yet</source>
            <translation>还没有客户</translation>
        </message>
        <message>
            <source>Nobody like this</source>
            <translation>没有找到</translation>
        </message>
        <message>
            <source>Whoever you register, and whoever asks for you, stands here.</source>
            <translation>您登记的客户，以及指名找您的客户，都会列在这里。</translation>
        </message>
        <message>
            <source>Try fewer characters.</source>
            <translation>请减少查找的字数。</translation>
        </message>
        <message>
            <source>Register a visit</source>
            <translation>来访登记</translation>
        </message>
    </context>
    <context>
        <name>DutySheet</name>
        <message>
            <source>My duty</source>
            <translation>我的值班状态</translation>
        </message>
        <message>
            <source>On duty</source>
            <translation>在岗</translation>
        </message>
        <message>
            <source>Coming back, you join at the end of the turn list</source>
            <translation>回岗后排在轮排表末位</translation>
        </message>
        <message>
            <source>On other work</source>
            <translation>另有安排</translation>
        </message>
        <message>
            <source>Assigned by the manager; you keep your place</source>
            <translation>由经理安排，轮排位置保留</translation>
        </message>
        <message>
            <source>Day off</source>
            <translation>休班</translation>
        </message>
        <message>
            <source>Out of the list, nothing is made up</source>
            <translation>退出轮排，不补接</translation>
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
            <translation>接待登记</translation>
        </message>
        <message>
            <source>Make this tablet one of the site's</source>
            <translation>将本机加入案场</translation>
        </message>
        <message>
            <source>The office gives out a code for one tablet; it holds for ten minutes.</source>
            <translation>由总部发放，一台平板一个码，十分钟内有效。</translation>
        </message>
        <message>
            <source>Address of the office</source>
            <translation>总部服务器地址</translation>
        </message>
        <message>
            <source>One-time code</source>
            <translation>一次性注册码</translation>
        </message>
        <message>
            <source>The office does not know this code. Ask for a new one.</source>
            <translation>注册码无效，请向总部重新索取。</translation>
        </message>
        <message>
            <source>Asking the office…</source>
            <translation>正在联系总部…</translation>
        </message>
        <message>
            <source>Join the site</source>
            <translation>加入案场</translation>
        </message>
    </context>
    <context>
        <name>EvidenceCard</name>
        <message>
            <source>Evidence</source>
            <translation>登记证据</translation>
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
            <translation>足以认定接待的是谁。</translation>
        </message>
        <message>
            <source>A name can be shared. A phone or a plate makes the entry strong.</source>
            <translation>同名者不少，补上电话或车牌，证据才充分。</translation>
        </message>
        <message>
            <source>It can be saved like this, but without full name, phone or plate it wins no dispute.</source>
            <translation>可以先保存，但没有全名、电话或车牌，发生冲突时无法作为依据。</translation>
        </message>
        <message>
            <source>Full name</source>
            <translation>全名</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>电话</translation>
        </message>
        <message>
            <source>Plate and surname</source>
            <translation>车牌加姓氏</translation>
        </message>
    </context>
    <context>
        <name>FloorPage</name>
        <message>
            <source>Floor</source>
            <translation>现场</translation>
        </message>
        <message>
            <source>As of %1</source>
            <translation>截至 %1</translation>
        </message>
        <message>
            <source>As this tablet alone knows it</source>
            <translation>仅据本机记录</translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) of this tablet that the others do not know yet</source>
            <translation>
                <numerusform>本机有 %n 条记录其他平板尚未得知</numerusform>
            </translation>
        </message>
        <message>
            <source>Turn list</source>
            <translation>轮排表</translation>
        </message>
        <message>
            <source>No turn list yet</source>
            <translation>还没有轮排表</translation>
        </message>
        <message>
            <source>The manager sets it; it comes with the next contact to the office.</source>
            <translation>由经理设定，下次与总部联系时下发。</translation>
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
            <translation>组件一览</translation>
        </message>
        <message>
            <source>Every component in its states</source>
            <translation>各组件的各种状态</translation>
        </message>
        <message>
            <source>Buttons</source>
            <translation>按钮</translation>
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
            <translation>危险</translation>
        </message>
        <message>
            <source>Disabled</source>
            <translation>停用</translation>
        </message>
        <message>
            <source>Start reception</source>
            <translation>开始接待</translation>
        </message>
        <message>
            <source>You are next</source>
            <translation>轮到您了</translation>
        </message>
        <message>
            <source>Fields</source>
            <translation>输入框</translation>
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
            <translation>电话</translation>
        </message>
        <message>
            <source>Too short for a phone number</source>
            <translation>电话号码位数不足</translation>
        </message>
        <message>
            <source>Plate</source>
            <translation>车牌</translation>
        </message>
        <message>
            <source>Counts together with the surname</source>
            <translation>与姓氏合用才算数</translation>
        </message>
        <message>
            <source>Chips and badges</source>
            <translation>选项与标签</translation>
        </message>
        <message>
            <source>Came through</source>
            <translation>得知途径</translation>
        </message>
        <message>
            <source>Passing by</source>
            <translation>路过</translation>
        </message>
        <message>
            <source>Online</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>A friend</source>
            <translation>朋友介绍</translation>
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
            <translation>已入册</translation>
        </message>
        <message>
            <source>Provisional</source>
            <translation>暂定</translation>
        </message>
        <message>
            <source>Refused</source>
            <translation>被退回</translation>
        </message>
        <message>
            <source>Is my work safe?</source>
            <translation>我的记录安全吗？</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>字体</translation>
        </message>
        <message>
            <source>Display 轮排</source>
            <translation>大标题 轮排</translation>
        </message>
        <message>
            <source>Title 接待</source>
            <translation>标题 接待</translation>
        </message>
        <message>
            <source>Heading 登记</source>
            <translation>小标题 登记</translation>
        </message>
        <message>
            <source>Body 老客户</source>
            <translation>正文 老客户</translation>
        </message>
        <message>
            <source>Label 归属</source>
            <translation>说明 归属</translation>
        </message>
        <message>
            <source>李娜's customer</source>
            <translation>李娜的客户</translation>
        </message>
        <message>
            <source>Known since 3 March by phone, 12 of 60 days.</source>
            <translation>3 月 3 日起凭电话已登记，第 12 天，共 60 天。</translation>
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
            <translation>帮忙接待</translation>
        </message>
        <message>
            <source>She is away</source>
            <translation>她不在场</translation>
        </message>
        <message>
            <source>Your own customer</source>
            <translation>您自己的老客户</translation>
        </message>
        <message>
            <source>Takes no turn.</source>
            <translation>不占名额。</translation>
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
            <translation>密码</translation>
        </message>
        <message>
            <source>No customers yet</source>
            <translation>还没有客户</translation>
        </message>
        <message>
            <source>Whoever you register stands here.</source>
            <translation>您登记的客户列在这里。</translation>
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
            <translation>轮到您了</translation>
        </message>
        <message>
            <source>%1 is next</source>
            <translation>下一位是%1</translation>
        </message>
        <message>
            <source>Nobody is free</source>
            <translation>目前无人空闲</translation>
        </message>
        <message>
            <source>Since %1. Register before the customer leaves.</source>
            <translation>%1 开始。请在客户离开前完成登记。</translation>
        </message>
        <message>
            <source>By a make-up turn that is owed to you.</source>
            <translation>您有一次补接，优先接待。</translation>
        </message>
        <message>
            <source>You are at the head of the turn list.</source>
            <translation>您排在轮排表首位。</translation>
        </message>
        <message>
            <source>You are out of the turn list until you are back on duty.</source>
            <translation>回岗之前不参加轮排。</translation>
        </message>
        <message>
            <source>You have no place in the turn list.</source>
            <translation>您不在轮排表中。</translation>
        </message>
        <message>
            <source>Start only for your own customer, or for one who asks for you.</source>
            <translation>只有自己的客户或指名找您的客户，才可现在开始。</translation>
        </message>
        <message>
            <source>Start reception</source>
            <translation>开始接待</translation>
        </message>
        <message>
            <source>Register the visit</source>
            <translation>登记来访</translation>
        </message>
        <message>
            <source>Back on duty, or change</source>
            <translation>回岗或更改状态</translation>
        </message>
        <message>
            <source>Change my duty</source>
            <translation>更改值班状态</translation>
        </message>
    </context>
    <context>
        <name>NavigationRail</name>
        <message>
            <source>Hand over</source>
            <translation>换人</translation>
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
            <translation>目前无人空闲</translation>
        </message>
        <message>
            <source>Make-up turn</source>
            <translation>补接</translation>
        </message>
    </context>
    <context>
        <name>OwedCard</name>
        <message>
            <source>Make-ups owed</source>
            <translation>待补接</translation>
        </message>
        <message numerus="yes">
            <source>%n turn(s)</source>
            <translation>
                <numerusform>%n 次</numerusform>
            </translation>
        </message>
        <message>
            <source>None. Nobody has missed a turn that has to be made up for.</source>
            <translation>无。目前没有需要补接的名额。</translation>
        </message>
        <message>
            <source>Art. %1: %2</source>
            <translation>第 %1 条：%2</translation>
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
            <translation>删除末位数字</translation>
        </message>
    </context>
    <context>
        <name>PinPad</name>
        <message numerus="yes">
            <source>%n digit(s) typed</source>
            <extracomment>Read to somebody who cannot see the dots</extracomment>
            <translation>
                <numerusform>已输入 %n 位</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ReasonRow</name>
        <message>
            <source>Art. %1</source>
            <translation>第 %1 条</translation>
        </message>
        <message>
            <source>Recognised by %1</source>
            <translation>依据：%1</translation>
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
            <translation>被总部退回</translation>
        </message>
    </context>
    <context>
        <name>RegisterPage</name>
        <message>
            <source>Register a visit</source>
            <translation>来访登记</translation>
        </message>
        <message>
            <source>No reception is running: the entry counts from now</source>
            <translation>当前没有进行中的接待，以登记时间为准</translation>
        </message>
        <message>
            <source>Reception since %1</source>
            <translation>%1 开始接待</translation>
        </message>
        <message>
            <source>Saving…</source>
            <translation>正在保存…</translation>
        </message>
        <message>
            <source>Save the entry</source>
            <translation>保存登记</translation>
        </message>
        <message>
            <source>Incomplete: weak evidence</source>
            <translation>登记不完整，证据薄弱</translation>
        </message>
    </context>
    <context>
        <name>SettingsSheet</name>
        <message>
            <source>Display</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>配色</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Text size</source>
            <translation>字号</translation>
        </message>
        <message>
            <source>Normal</source>
            <translation>标准</translation>
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
            <translation>接待登记</translation>
        </message>
        <message>
            <source>Who takes over?</source>
            <translation>谁来接手？</translation>
        </message>
        <message>
            <source>Locked: sign in to see the floor. What waits to be sent still goes out.</source>
            <translation>已锁定：登录后才能看到现场。等待发送的内容仍会照常送出。</translation>
        </message>
        <message>
            <source>Nobody is known here yet. The list comes with the first contact to the office.</source>
            <translation>还没有人员名单，首次与总部联系后下发。</translation>
        </message>
        <message>
            <source>What you save stays saved, with or without a network. Records of colleagues that wait on this tablet are kept.</source>
            <translation>无论有没有网络，保存了就不会丢。同事尚未上传的记录也会保留在本机。</translation>
        </message>
    </context>
    <context>
        <name>SpecialCard</name>
        <message>
            <source>Special cases</source>
            <translation>特殊情况</translation>
        </message>
        <message>
            <source>Leave empty if none applies</source>
            <translation>没有就不填</translation>
        </message>
        <message>
            <source>Asked for a colleague</source>
            <translation>指名找同事</translation>
        </message>
        <message>
            <source>Their phone</source>
            <translation>老客户电话</translation>
        </message>
        <message>
            <source>Public visitor: everybody's, takes no turn</source>
            <translation>公共客户：归大家，不占名额</translation>
        </message>
        <message>
            <source>Handed over a business card</source>
            <translation>派了名片</translation>
        </message>
        <message>
            <source>Group purchase with the developer</source>
            <translation>开发商团购</translation>
        </message>
        <message>
            <source>Old customer along</source>
            <translation>同来的老客户</translation>
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
            <translation>无法打开本机的数据</translation>
        </message>
        <message>
            <source>Opening…</source>
            <translation>正在打开…</translation>
        </message>
    </context>
    <context>
        <name>StartSheet</name>
        <message>
            <source>Start a reception?</source>
            <translation>开始接待？</translation>
        </message>
        <message>
            <source>It is not your turn</source>
            <translation>还没轮到您</translation>
        </message>
        <message>
            <source>The turn is held for you until you register. Nobody sees whom you receive.</source>
            <translation>名额为您保留到登记完成。其他人看不到您接待的是谁。</translation>
        </message>
        <message>
            <source>Nobody is next. Start if the visitor is yours, asks for you, or nobody else is here.</source>
            <translation>目前没有下一位。若是您的客户、指名找您，或现场没有其他人，可以开始。</translation>
        </message>
        <message>
            <source>%1 is next. Start if the visitor is your own customer, asks for you, or %1 agrees; otherwise it counts as out of turn.</source>
            <translation>下一位是%1。若是您自己的客户、指名找您，或%1同意，可以开始；否则算插队。</translation>
        </message>
        <message>
            <source>Start now</source>
            <translation>现在开始</translation>
        </message>
        <message>
            <source>Start anyway</source>
            <translation>仍要开始</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>暂不</translation>
        </message>
    </context>
    <context>
        <name>SyncChip</name>
        <message numerus="yes">
            <source>%n refused</source>
            <comment>records refused by the office</comment>
            <translation>
                <numerusform>%n 条被退回</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <comment>records waiting to be sent</comment>
            <translation>
                <numerusform>%n 条待上传</numerusform>
            </translation>
        </message>
        <message>
            <source>All safe</source>
            <translation>全部安全</translation>
        </message>
        <message>
            <source>%1, offline</source>
            <translation>%1，离线</translation>
        </message>
        <message>
            <source>syncing</source>
            <translation>同步中</translation>
        </message>
        <message>
            <source>offline</source>
            <translation>离线</translation>
        </message>
        <message>
            <source>Tell the manager</source>
            <translation>请告知经理</translation>
        </message>
        <message>
            <source>Tablet full: free some space</source>
            <translation>平板已满：请腾出空间</translation>
        </message>
        <message>
            <source>Time uncertain: connect once</source>
            <translation>时间不确定：请联网一次</translation>
        </message>
    </context>
    <context>
        <name>SyncPage</name>
        <message>
            <source>Is my work safe?</source>
            <translation>我的记录安全吗？</translation>
        </message>
        <message>
            <source>In touch with the office</source>
            <translation>已连上总部</translation>
        </message>
        <message>
            <source>Offline: everything is saved here</source>
            <translation>离线：记录都保存在本机</translation>
        </message>
        <message numerus="yes">
            <source>%n refused</source>
            <comment>records refused by the office</comment>
            <translation>
                <numerusform>%n 条被退回</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <comment>records waiting to be sent</comment>
            <translation>
                <numerusform>%n 条待上传</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n photo(s) refused</source>
            <translation>
                <numerusform>%n 张照片被退回</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n photo(s) waiting</source>
            <translation>
                <numerusform>%n 张照片待上传</numerusform>
            </translation>
        </message>
        <message>
            <source>All safe</source>
            <translation>全部安全</translation>
        </message>
        <message>
            <source>The office did not take them. They stay here; look below for what to do.</source>
            <translation>总部没有收下，记录仍在本机。处理办法见下方。</translation>
        </message>
        <message>
            <source>Saved on this tablet, also if the power fails. They are sent by themselves.</source>
            <translation>已保存在本机，断电也不会丢失，稍后自动上传。</translation>
        </message>
        <message>
            <source>The office does not take them: too large, or no pictures. The entries stand. Take the pictures again.</source>
            <translation>总部不接收这些照片：文件过大，或不是图片。记录仍然有效，请重新拍摄。</translation>
        </message>
        <message>
            <source>The entries have arrived. Photos and signatures are saved on this tablet and follow by themselves.</source>
            <translation>记录已送达。照片和签名已保存在本机，会自动上传。</translation>
        </message>
        <message>
            <source>The office has signed for everything written here.</source>
            <translation>本机的全部记录，总部均已签收。</translation>
        </message>
        <message>
            <source>Sending…</source>
            <translation>正在上传…</translation>
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
            <translation>上传和下载会自动继续。</translation>
        </message>
        <message>
            <source>Time of what you save now</source>
            <translation>现在登记的时间可信度</translation>
        </message>
        <message>
            <source>Proof code</source>
            <translation>存证码</translation>
        </message>
        <message>
            <source>Write it on the customer's slip: it proves what stood here until now.</source>
            <translation>写在客户回执上，可证明到此为止的全部记录。</translation>
        </message>
        <message>
            <source>The office is restoring its register</source>
            <translation>总部正在恢复登记簿</translation>
        </message>
        <message>
            <source>The office has lost a part of its register and is putting it together again from what the tablets hold. Go on as usual: everything is saved here and sent once that is done.</source>
            <translation>总部的登记簿缺失了一部分，正依据各平板保存的内容恢复。请照常工作：所有登记都保存在本机，恢复完成后会自动发送。</translation>
        </message>
        <message>
            <source>The office&apos;s register is in doubt</source>
            <translation>总部登记簿存疑</translation>
        </message>
        <message>
            <source>Tell the manager</source>
            <translation>请告知经理</translation>
        </message>
        <message>
            <source>This tablet is full</source>
            <translation>本机存储已满</translation>
        </message>
        <message>
            <source>What you record is still saved and sent, as long as the reserve for it lasts; news from others waits. Free some space: delete pictures or apps that nobody needs.</source>
            <translation>在预留空间用完之前，您的记录仍会保存并上传；其他人的新消息暂不接收。请腾出空间：删除不需要的图片或应用。</translation>
        </message>
        <message>
            <source>The office&apos;s register is not the one this tablet has seen: it was altered, or put back from an older copy. Nothing here is lost. Keep this tablet as it is and show the proof code below.</source>
            <translation>总部的登记簿与本机见过的不一致：可能被改动，或由旧备份恢复。本机记录没有丢失。请保持本机原样，并向经理出示下方的存证码。</translation>
        </message>
        <message>
            <source>The office has set this tablet aside</source>
            <translation>总部已停用本机</translation>
        </message>
        <message>
            <source>Two copies of this tablet are in use, and nobody knows which is the right one. What is written here stays here and does not count until the office has looked at it and enrolled this tablet anew.</source>
            <translation>本机有两份在使用，无法确定哪一份为准。这里写的内容仍保存在本机，但在总部核查并重新登记本机之前不计入。</translation>
        </message>
        <message numerus="yes">
            <source>Certain to %n s</source>
            <comment>seconds</comment>
            <translation>
                <numerusform>误差不超过 %n 秒</numerusform>
            </translation>
        </message>
        <message>
            <source>Uncertain</source>
            <translation>不确定</translation>
        </message>
    </context>
    <context>
        <name>Theme</name>
        <message>
            <source>Noto Sans CJK SC</source>
            <extracomment>The font family of this language: Noto Sans CJK SC or TC; some characters differ</extracomment>
            <translation>Noto Sans CJK SC</translation>
        </message>
    </context>
    <context>
        <name>TimelineRow</name>
        <message numerus="yes">
            <source>%1, sure to %n second(s)</source>
            <translation>
                <numerusform>%1，误差不超过 %n 秒</numerusform>
            </translation>
        </message>
        <message>
            <source>between %1 and %2</source>
            <translation>在 %1 至 %2 之间</translation>
        </message>
        <message>
            <source>in the register</source>
            <translation>已入册</translation>
        </message>
        <message>
            <source>waiting on this tablet</source>
            <translation>本机待上传</translation>
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
            <translation>归属</translation>
        </message>
        <message>
            <source>The manager decides</source>
            <translation>待经理裁定</translation>
        </message>
        <message>
            <source>Ruled by the manager</source>
            <translation>经理已裁定</translation>
        </message>
        <message>
            <source>Earned a make-up turn</source>
            <translation>获补接一次</translation>
        </message>
        <message>
            <source>Counts as new</source>
            <translation>视为新客户</translation>
        </message>
        <message>
            <source>The office's word, from the register.</source>
            <translation>总部根据登记册作出的结论。</translation>
        </message>
        <message>
            <source>As this tablet judges it; the office may know more and has the last word.</source>
            <translation>这是本机的判断；总部掌握的信息可能更全，以总部为准。</translation>
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
            <translation>%1起凭%2已登记</translation>
        </message>
        <message>
            <source>%1, %2.</source>
            <translation>%1，%2。</translation>
        </message>
        <message>
            <source>Public visitor</source>
            <translation>公共客户</translation>
        </message>
        <message>
            <source>%1's customer</source>
            <translation>%1的客户</translation>
        </message>
        <message>
            <source>Asks for %1</source>
            <translation>指名找%1</translation>
        </message>
        <message>
            <source>Brought by a customer of %1</source>
            <translation>由%1的老客户带来</translation>
        </message>
        <message>
            <source>Your own customer</source>
            <translation>您自己的老客户</translation>
        </message>
        <message>
            <source>Was %1's customer</source>
            <translation>曾是%1的客户</translation>
        </message>
        <message>
            <source>Called before: %1's call</source>
            <translation>来过电话：%1接听</translation>
        </message>
        <message>
            <source>Called before</source>
            <translation>来过电话</translation>
        </message>
        <message>
            <source>Announced by %1</source>
            <translation>%1已做介绍登记</translation>
        </message>
        <message>
            <source>Announced by a referral</source>
            <translation>已有介绍登记</translation>
        </message>
        <message>
            <source>Entries of different colleagues match</source>
            <translation>与多位同事的登记相符</translation>
        </message>
        <message>
            <source>Not in the register</source>
            <translation>登记册中没有</translation>
        </message>
        <message>
            <source>Who is it?</source>
            <translation>客户是谁？</translation>
        </message>
        <message>
            <source>Belongs to everybody and takes no turn.</source>
            <translation>归大家共有，不占名额。</translation>
        </message>
        <message>
            <source>How does %1 stand?</source>
            <translation>%1现在的情况是？</translation>
        </message>
        <message>
            <source>Belongs to %1. How does %1 stand?</source>
            <translation>归%1。%1现在的情况是？</translation>
        </message>
        <message>
            <source>Takes no turn.</source>
            <translation>不占名额。</translation>
        </message>
        <message>
            <source>The days are over: a new customer, in turn.</source>
            <translation>已过期：按轮排作新客户接待。</translation>
        </message>
        <message>
            <source>Whoever asks for nobody is received in turn.</source>
            <translation>没有指名的，按轮排接待。</translation>
        </message>
        <message>
            <source>It can still be claimed; register as usual.</source>
            <translation>对方仍可认领，请照常登记。</translation>
        </message>
        <message>
            <source>Save the entry; the sales manager decides whose it is.</source>
            <translation>请先保存，归属由销售经理裁定。</translation>
        </message>
        <message>
            <source>A new customer, received in turn.</source>
            <translation>新客户，按轮排接待。</translation>
        </message>
        <message>
            <source>The register answers as soon as a name, phone or plate is typed.</source>
            <translation>输入姓名、电话或车牌，立即比对登记册。</translation>
        </message>
        <message>
            <source>Hand back now</source>
            <translation>现在交回</translation>
        </message>
        <message>
            <source>%1 goes on with the customer</source>
            <translation>由%1继续接待</translation>
        </message>
        <message>
            <source>I go on, with consent</source>
            <translation>经同意由我继续</translation>
        </message>
        <message>
            <source>Not here: I help</source>
            <translation>不在场，我帮忙接待</translation>
        </message>
        <message>
            <source>Cannot be reached: I help</source>
            <translation>联系不上，我帮忙接待</translation>
        </message>
        <message>
            <source>%1 agreed; a deal now: 20 to 80</source>
            <translation>%1已同意；当场成交二八分成</translation>
        </message>
        <message>
            <source>Given back later; a deal now: 20 to 80</source>
            <translation>事后归还；当场成交二八分成</translation>
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
            <translation>购楼意向</translation>
        </message>
        <message>
            <source>Came through</source>
            <translation>得知途径</translation>
        </message>
        <message>
            <source>Employer</source>
            <translation>工作单位</translation>
        </message>
        <message>
            <source>or address</source>
            <translation>或住址</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>备注</translation>
        </message>
    </context>
    <context>
        <name>WhoCard</name>
        <message>
            <source>Who is it?</source>
            <translation>客户是谁？</translation>
        </message>
        <message>
            <source>Any one of name, phone or plate is enough</source>
            <translation>姓名、电话、车牌有一项即可</translation>
        </message>
        <message>
            <source>Full name</source>
            <translation>全名</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>电话</translation>
        </message>
        <message>
            <source>Plate</source>
            <translation>车牌</translation>
        </message>
        <message>
            <source>Car brand</source>
            <translation>车辆品牌</translation>
        </message>
        <message>
            <source>Second phone</source>
            <translation>另一电话</translation>
        </message>
    </context>
    <context>
        <name>WhyPage</name>
        <message>
            <source>Why: %1</source>
            <translation>归属依据：%1</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>归属依据</translation>
        </message>
        <message>
            <source>Whose customer it is, and by which rule</source>
            <translation>客户归谁，依据哪一条</translation>
        </message>
        <message>
            <source>Nothing to show</source>
            <translation>没有可显示的内容</translation>
        </message>
        <message>
            <source>By which rules</source>
            <translation>依据条文</translation>
        </message>
        <message>
            <source>What happened</source>
            <translation>经过</translation>
        </message>
    </context>
    <context>
        <name>Words</name>
        <message>
            <source>That PIN was wrong too often. Ask the office for a new one; nothing that was saved is lost.</source>
            <translation>密码输错次数过多，请向后台领取新密码；已保存的内容不会丢失。</translation>
        </message>
        <message>
            <source>That PIN was wrong too often. Try again in %1 s.</source>
            <translation>密码输错次数过多，请 %1 秒后再试。</translation>
        </message>
        <message>
            <source>That PIN is not right. Try again.</source>
            <translation>密码不对，请重试。</translation>
        </message>
        <message>
            <source>You may not do this. Ask the sales manager.</source>
            <translation>您没有这个权限，请找销售经理。</translation>
        </message>
        <message>
            <source>This is not known here.</source>
            <translation>本机没有这条记录。</translation>
        </message>
        <message>
            <source>This contradicts what is already recorded.</source>
            <translation>与已有记录矛盾。</translation>
        </message>
        <message>
            <source>The office cannot be reached now. It will be tried again.</source>
            <translation>暂时联系不上总部，稍后会自动重试。</translation>
        </message>
        <message>
            <source>Too many attempts. Wait a minute and try again.</source>
            <translation>尝试次数过多，请一分钟后再试。</translation>
        </message>
        <message>
            <source>The tablet's memory refused. Nothing was saved: free some space and save again.</source>
            <translation>本机存储空间写入失败，未保存。请清理空间后重新保存。</translation>
        </message>
        <message>
            <source>Data on this tablet contradicts itself. Call the office.</source>
            <translation>本机数据自相矛盾，请联系总部。</translation>
        </message>
        <message>
            <source>The office runs another version. Update this tablet.</source>
            <translation>总部版本不同，请更新本机。</translation>
        </message>
        <message>
            <source>What answers is not the office this tablet belongs to. Check the tablet&apos;s date, then call the office.</source>
            <translation>回应的不是本机所属的总部。请先检查本机日期，再联系总部。</translation>
        </message>
        <message>
            <source>Something needed is missing. Fill it in.</source>
            <translation>缺少必填内容，请补上。</translation>
        </message>
        <message>
            <source>A text is too long. Shorten it.</source>
            <translation>文字太长，请缩短。</translation>
        </message>
        <message>
            <source>A text is too short. Complete it.</source>
            <translation>文字太短，请补全。</translation>
        </message>
        <message>
            <source>One of the values is not allowed. Choose another.</source>
            <translation>有一项内容不允许，请另选。</translation>
        </message>
        <message>
            <source>A number or time is out of range. Check it.</source>
            <translation>数字或时间超出范围，请核对。</translation>
        </message>
        <message>
            <source>A time is not right. Check it.</source>
            <translation>时间不对，请核对。</translation>
        </message>
        <message>
            <source>The record could not be read. Call the office.</source>
            <translation>记录无法读取，请联系总部。</translation>
        </message>
        <message>
            <source>Something went wrong. Call the office.</source>
            <translation>出了问题，请联系总部。</translation>
        </message>
        <message>
            <source>Ask the sales manager to enter it, or to allow it.</source>
            <translation>请销售经理代为录入或授权。</translation>
        </message>
        <message>
            <source>Somebody recorded this first. Compare, and tell the manager.</source>
            <translation>已有人先登记，请核对并告知经理。</translation>
        </message>
        <message>
            <source>Update the app; the record stays here and is sent again.</source>
            <translation>请更新应用；记录保留在本机，会重新上传。</translation>
        </message>
        <message>
            <source>The record stays on this tablet. Show it to the manager.</source>
            <translation>记录保留在本机，请交经理查看。</translation>
        </message>
        <message>
            <source>Too short for a phone number</source>
            <translation>电话号码位数不足</translation>
        </message>
        <message>
            <source>Too long for a phone number</source>
            <translation>电话号码位数过多</translation>
        </message>
        <message>
            <source>No such phone number exists</source>
            <translation>没有这样的电话号码</translation>
        </message>
        <message>
            <source>A phone number has digits only</source>
            <translation>电话号码只能是数字</translation>
        </message>
        <message>
            <source>With digits hidden it proves nothing; ask for all of them</source>
            <translation>带星号的号码不能作依据，请问全号码</translation>
        </message>
        <message>
            <source>Too short for a plate</source>
            <translation>车牌位数不足</translation>
        </message>
        <message>
            <source>Too long for a plate</source>
            <translation>车牌位数过多</translation>
        </message>
        <message>
            <source>A plate counts together with the surname; add a name</source>
            <translation>车牌要与姓氏合用，请填姓名</translation>
        </message>
        <message>
            <source>A surname alone proves little; ask for the full name</source>
            <translation>只有姓氏不足为据，请问全名</translation>
        </message>
        <message>
            <source>Too long; shorten it</source>
            <translation>太长，请缩短</translation>
        </message>
        <message>
            <source>Please check this</source>
            <translation>请核对</translation>
        </message>
        <message>
            <source>Salesperson</source>
            <translation>售楼员</translation>
        </message>
        <message>
            <source>Sales manager</source>
            <translation>销售经理</translation>
        </message>
        <message>
            <source>Call desk</source>
            <translation>来电专员</translation>
        </message>
        <message>
            <source>Front desk</source>
            <translation>前台</translation>
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
            <translation>总部</translation>
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
            <translation>公共客户</translation>
        </message>
        <message>
            <source>Group purchase</source>
            <translation>团购</translation>
        </message>
        <message>
            <source>Old customer</source>
            <translation>老客户</translation>
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
            <translation>介绍</translation>
        </message>
        <message>
            <source>Called in before</source>
            <translation>来电客户</translation>
        </message>
        <message>
            <source>New customer</source>
            <translation>新客户</translation>
        </message>
        <message>
            <source>Waiting to be sent</source>
            <translation>待上传</translation>
        </message>
        <message>
            <source>Received</source>
            <translation>已入册</translation>
        </message>
        <message>
            <source>With the manager</source>
            <translation>待经理裁定</translation>
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
            <translation>已确定</translation>
        </message>
        <message>
            <source>Provisional</source>
            <translation>暂定</translation>
        </message>
        <message>
            <source>For the manager</source>
            <translation>待经理裁定</translation>
        </message>
        <message>
            <source>Took no turn</source>
            <translation>不占名额</translation>
        </message>
        <message>
            <source>Took a turn</source>
            <translation>占一次名额</translation>
        </message>
        <message>
            <source>Used a make-up turn</source>
            <translation>使用补接</translation>
        </message>
        <message>
            <source>full name</source>
            <translation>全名</translation>
        </message>
        <message>
            <source>phone</source>
            <translation>电话</translation>
        </message>
        <message>
            <source>plate and surname</source>
            <translation>车牌加姓氏</translation>
        </message>
        <message>
            <source>Everybody</source>
            <translation>大家共有</translation>
        </message>
        <message>
            <source>The developer</source>
            <translation>开发商</translation>
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
            <translation>甲方领导带领</translation>
        </message>
        <message>
            <source>Guest of marketing</source>
            <translation>营销部特殊客户</translation>
        </message>
        <message>
            <source>Came to sell</source>
            <translation>拉业务</translation>
        </message>
        <message>
            <source>First home</source>
            <translation>首次置业</translation>
        </message>
        <message>
            <source>Bigger home</source>
            <translation>改善换房</translation>
        </message>
        <message>
            <source>School place</source>
            <translation>学位</translation>
        </message>
        <message>
            <source>Investment</source>
            <translation>投资</translation>
        </message>
        <message>
            <source>Just looking</source>
            <translation>随便看看</translation>
        </message>
        <message>
            <source>Passing by</source>
            <translation>路过</translation>
        </message>
        <message>
            <source>Poster</source>
            <translation>户外广告</translation>
        </message>
        <message>
            <source>Online</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>Paper or flyer</source>
            <translation>报纸单张</translation>
        </message>
        <message>
            <source>A friend</source>
            <translation>朋友介绍</translation>
        </message>
        <message>
            <source>Called first</source>
            <translation>来电咨询</translation>
        </message>
        <message>
            <source>Reception begun</source>
            <translation>开始接待</translation>
        </message>
        <message>
            <source>Visit registered</source>
            <translation>来访登记</translation>
        </message>
        <message>
            <source>Call registered</source>
            <translation>来电登记</translation>
        </message>
        <message>
            <source>Referral registered</source>
            <translation>介绍登记</translation>
        </message>
        <message>
            <source>Family declared</source>
            <translation>声明亲属</translation>
        </message>
        <message>
            <source>Confirmed as public</source>
            <translation>确认为公共客户</translation>
        </message>
        <message>
            <source>Conflict found</source>
            <translation>发现冲突</translation>
        </message>
        <message>
            <source>Notice seen</source>
            <translation>已阅通知</translation>
        </message>
        <message>
            <source>Deal signed</source>
            <translation>成交</translation>
        </message>
        <message>
            <source>Deal transferred</source>
            <translation>转名</translation>
        </message>
        <message>
            <source>Follow-up planned</source>
            <translation>安排跟进</translation>
        </message>
        <message>
            <source>Followed up</source>
            <translation>已跟进</translation>
        </message>
        <message>
            <source>Conduct reported</source>
            <translation>行为举报</translation>
        </message>
        <message>
            <source>Ruling by the manager</source>
            <translation>经理裁定</translation>
        </message>
        <message>
            <source>Entry amended</source>
            <translation>更正登记</translation>
        </message>
        <message>
            <source>Duty changed</source>
            <translation>值班变动</translation>
        </message>
        <message>
            <source>Turn list set</source>
            <translation>设定轮排表</translation>
        </message>
        <message>
            <source>Joined the team</source>
            <translation>入职</translation>
        </message>
        <message>
            <source>Left the team</source>
            <translation>离职</translation>
        </message>
        <message>
            <source>Exact: the office confirms the time at once.</source>
            <translation>精确：总部即时确认时间。</translation>
        </message>
        <message>
            <source>Sure to the second: confirmed by the office before and after.</source>
            <translation>精确到秒：前后均经总部确认。</translation>
        </message>
        <message>
            <source>Sure to some seconds: confirmed by the office on one side.</source>
            <translation>误差数秒：单侧经总部确认。</translation>
        </message>
        <message>
            <source>Uncertain since the restart at %1: connect once, then the times of what is written afterwards are certain.</source>
            <translation>自 %1 重新启动后时间不确定：请联网一次，此后登记的时间即可确定。</translation>
        </message>
        <message>
            <source>In doubt: the clocks contradict each other. Tell the manager.</source>
            <translation>存疑：时钟互相矛盾，请告知经理。</translation>
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
