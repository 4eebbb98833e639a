using Xmrl.Explain.Information;

namespace Xmrl.Explain.Augmentation;

/// <summary>What one iteration of the search for the mixing law did.</summary>
/// <param name="Iteration">Number, from 1.</param>
/// <param name="Law">φ_λ after the iteration.</param>
/// <param name="Information">The maximised estimate, in nats.</param>
/// <param name="Bracket">Bounds within which the true information lies, in nats.</param>
/// <param name="Mean">E λ.</param>
/// <param name="StandardDeviation">Standard deviation of λ.</param>
/// <param name="InfeasibleShare">Share of mixed states that the environment refused.</param>
/// <param name="Detail">A sentence about the implicit solve; empty for the one-step sensitivity.</param>
internal sealed record MixingIteration(
    int Iteration, double[] Law, double Information, InformationBracket Bracket, double Mean, double StandardDeviation,
    double InfeasibleShare, string Detail);
