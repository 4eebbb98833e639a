namespace Xmrl.Cli.Diagnosis;

/// <summary>One finding.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Status">How good it is.</param>
/// <param name="Found">What was found.</param>
/// <param name="Mend">What to do about it; empty if nothing.</param>
internal sealed record DoctorCheck(string Name, DoctorStatus Status, string Found, string Mend);
