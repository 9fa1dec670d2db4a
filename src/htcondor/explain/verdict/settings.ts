/** The settings with which the logs of next time would decide. */
export const TO_DECIDE = {
  startd: 'STARTD_DEBUG = D_FULLDEBUG D_PROTOCOL would tell next time.',
  schedd: 'SCHEDD_DEBUG = D_FULLDEBUG D_COMMAND would tell next time.',
  both: 'STARTD_DEBUG = D_FULLDEBUG D_PROTOCOL D_NETWORK and SCHEDD_DEBUG = D_FULLDEBUG D_COMMAND would tell next time.',
} as const;
