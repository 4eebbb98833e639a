using Xmrl.Experiments.Methods;

namespace Xmrl.Experiments.Comparison;

/// <summary>A method whose policy may replace the base policy.</summary>
/// <param name="Method">The method.</param>
/// <param name="Scores">Scores of its policy on the fresh tasks. Shape [n].</param>
internal sealed record RepairCandidate(Method Method, double[] Scores);
