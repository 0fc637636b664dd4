import type { Command } from '../command.ts'
import { act } from './act.ts'
import { acts } from './acts.ts'
import { backup } from './backup.ts'
import { breakGlassSeal } from './break-glass.ts'
import { bundle } from './bundle.ts'
import { card } from './card.ts'
import { channelAccept } from './channel-accept.ts'
import { channelOpen } from './channel-open.ts'
import { channelPropose } from './channel-propose.ts'
import { contactAnswer, contactCheck, contactScores } from './contact.ts'
import { demo } from './demo.ts'
import { directoryShow } from './directory.ts'
import { doctor } from './doctor.ts'
import { exhibit } from './exhibit.ts'
import { exportCommand } from './export.ts'
import { expunge } from './expunge.ts'
import { hotlineAnswer, hotlineHandOver, hotlineList, hotlinePlace, hotlineStandDown } from './hotline.ts'
import { importCommand } from './import.ts'
import { inbox } from './inbox.ts'
import { init } from './init.ts'
import { keyAdd, keyList, keyRevoke } from './key.ts'
import { logShow, logVerify } from './log.ts'
import { noticeTest, noticeWays } from './notice.ts'
import { prove } from './prove.ts'
import { requestCheck } from './request-check.ts'
import { restore } from './restore.ts'
import { search } from './search.ts'
import { seatAdd, seatGrant, seatList, seatRevoke } from './seat.ts'
import { sessionList, sessionRevoke } from './session.ts'
import { show } from './show.ts'
import { sideAccept, sideDecline, sideList, sidePropose } from './side.ts'
import { signingKeysRotate } from './signing-keys.ts'
import { start } from './start.ts'
import { userAdd, userDisable, userLink, userList } from './user.ts'
import { verify } from './verify.ts'

/** Every command, in the order in which a newcomer meets them. */
export const commands: readonly Command[] = [
  demo,
  init,
  start,
  card,
  channelPropose,
  channelAccept,
  channelOpen,
  acts,
  act,
  show,
  inbox,
  search,
  requestCheck,
  hotlinePlace,
  hotlineList,
  hotlineAnswer,
  hotlineHandOver,
  hotlineStandDown,
  directoryShow,
  contactCheck,
  contactAnswer,
  contactScores,
  sidePropose,
  sideList,
  sideAccept,
  sideDecline,
  exhibit,
  exportCommand,
  importCommand,
  prove,
  bundle,
  verify,
  expunge,
  userAdd,
  userList,
  userLink,
  userDisable,
  seatAdd,
  seatList,
  seatGrant,
  seatRevoke,
  keyAdd,
  keyList,
  keyRevoke,
  sessionList,
  sessionRevoke,
  breakGlassSeal,
  noticeWays,
  noticeTest,
  logShow,
  logVerify,
  signingKeysRotate,
  doctor,
  backup,
  restore,
]
