namespace Xmrl.Diagnosis.Decision;

/// <summary>How much of the evidence speaks for a cause.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Share">Share of the bootstrap samples, in (0, 1].</param>
internal sealed record CauseShare(Cause Cause, double Share);
