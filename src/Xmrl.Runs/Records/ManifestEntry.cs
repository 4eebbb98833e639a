namespace Xmrl.Runs.Records;

/// <summary>What a file of a run must be.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">SHA-256 of its content, 64 lower-case hexadecimal digits.</param>
/// <param name="Fixed">Whether the run never writes it again; other files change while the run goes on and are listed when it ends.</param>
internal sealed record ManifestEntry(long Bytes, string Sha256, bool Fixed);
