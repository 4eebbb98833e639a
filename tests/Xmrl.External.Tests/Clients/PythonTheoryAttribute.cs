namespace Xmrl.External.Tests.Clients;

/// <summary>A theory that starts Python programs; skipped, with the reason, without Python.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute() => Skip = Programs.Python is null ? PythonFactAttribute.Reason : null;
}
