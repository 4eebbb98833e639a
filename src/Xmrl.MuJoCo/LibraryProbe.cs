namespace Xmrl.MuJoCo;

/// <summary>One place where libmujoco was looked for.</summary>
/// <param name="Place">Path or name, and what led there.</param>
/// <param name="Outcome">What was found.</param>
internal sealed record LibraryProbe(string Place, string Outcome);
