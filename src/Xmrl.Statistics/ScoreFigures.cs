namespace Xmrl.Statistics;

/// <summary>Figures of one score per task, with 95 % intervals over tasks, or the reason why there is none.</summary>
/// <param name="Mean">Mean over tasks.</param>
/// <param name="Iqm">Interquartile mean over tasks.</param>
/// <param name="Cvar">Mean over the worst 20 % of tasks.</param>
internal sealed record ScoreFigures(Interval Mean, Interval Iqm, Interval Cvar);
