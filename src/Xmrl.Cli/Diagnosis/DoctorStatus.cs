namespace Xmrl.Cli.Diagnosis;

/// <summary>How good a finding is.</summary>
internal enum DoctorStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Xmrl works, but less well.</summary>
    Warn,

    /// <summary>Xmrl does not work until this is mended.</summary>
    Fail,
}
