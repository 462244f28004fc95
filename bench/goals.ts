/** What is to be reached, in the order in which it is told; the benches say how far it is. */
export const goals = {
  'goal-1': 'a batch over a round trip of 50 ms',
  'goal-2': 'processor time for a message over TLS',
  'goal-3': 'messages of 5 MB, MB a second',
  'goal-4': 'accepted durably one by one, then all delivered',
  'goal-5': 'through the relay, with AUTH and STARTTLS',
  'goal-6': 'one durable enqueue, row only',
  'goal-7': 'memory for the largest document of each way',
  'goal-8': 'first snapshot with 10,000 accounts',
  'goal-9': 'which account, among 100,000',
  'goal-10': 'a grid of 100,000 rows',
  'goal-11': 'a message with 100,000 messages of history',
  'goal-12': 'the redirect of a sign-in, until its grant is saved',
  'goal-13': 'an idle agent with 20 accounts',
  'goal-14': 'size of what is shipped, without the runtime',
} as const;

/** `goal-1`, `goal-2`, … */
export type GoalName = keyof typeof goals;

/** Answers the names of all goals, in order. */
export const goalNames = Object.keys(goals).map((name) => name as GoalName);
