namespace Xmrl.Explain.Statistics;

/// <summary>A number computed from two score tables of equal shape, such as a difference of means or the probability of improvement.</summary>
/// <param name="after">Scores of the method under test. Shape [S, T].</param>
/// <param name="before">Scores of its reference on the same seeds and tasks. Shape [S, T].</param>
/// <returns>A finite number.</returns>
public delegate double PairedStatistic(ScoreTable after, ScoreTable before);
