namespace Xmrl.External.Tests.Clients;

/// <summary>A test that starts a Python program; skipped, with the reason, without Python.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    internal const string Reason = "No Python 3.8 or later is installed.";

    public PythonFactAttribute() => Skip = Programs.Python is null ? Reason : null;
}
