export { type MissionOptions, type ResumeOptions, resumeMission, Run, type RunResult, runMission } from './compose/run.ts'
