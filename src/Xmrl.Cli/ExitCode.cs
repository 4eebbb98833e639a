namespace Xmrl.Cli;

/// <summary>What the process says to whoever started it.</summary>
internal static class ExitCode
{
    /// <summary>Everything that was asked was done.</summary>
    internal const int Ok = 0;

    /// <summary>Something went wrong while working.</summary>
    internal const int Failed = 1;

    /// <summary>The command line or the configuration is wrong; nothing was done.</summary>
    internal const int Usage = 2;

    /// <summary>Stopped by the user.</summary>
    internal const int Cancelled = 130;
}
