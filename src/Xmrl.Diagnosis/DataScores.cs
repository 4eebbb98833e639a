namespace Xmrl.Diagnosis;

/// <summary>Poor tasks after adaptation to one source of data.</summary>
/// <param name="Scores">Mean scores. Shape [p].</param>
/// <param name="Serves">Whether the source recovers half of the way from the score with all data to the target, and surely more than
/// nothing. Shape [p].</param>
internal sealed record DataScores(double[] Scores, bool[] Serves);
