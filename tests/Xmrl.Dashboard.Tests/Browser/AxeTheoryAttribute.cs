namespace Xmrl.Dashboard.Tests.Browser;

/// <summary>A theory by axe-core in the system's Chromium; skipped as <see cref="AxeFactAttribute"/> is.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AxeTheoryAttribute : TheoryAttribute
{
    public AxeTheoryAttribute() => Skip = new AxeFactAttribute().Skip;
}
