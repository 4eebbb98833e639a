namespace Xmrl.Trials.Policies;

/// <summary>Where a trial's trajectories begin, and what each saw of those before it: drawn while it was played, and the same whenever it
/// is evaluated again.</summary>
/// <param name="Starts">First step of each trajectory, ascending. Shape [E].</param>
/// <param name="Snippets">For each trajectory, the first step that it saw of each earlier one that it looked back at, the latest last.
/// Shape [E, ≤ E − 1].</param>
internal sealed record TrialOutline(int[] Starts, int[][] Snippets);
