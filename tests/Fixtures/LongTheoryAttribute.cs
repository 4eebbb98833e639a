namespace Xmrl.Fixtures;

/// <summary>A test that takes minutes: skipped, with this reason, unless XMRL_LONG is 1.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongTheoryAttribute : TheoryAttribute
{
    public LongTheoryAttribute()
    {
        if (Environment.GetEnvironmentVariable("XMRL_LONG") != "1")
        {
            Skip = "It takes minutes; XMRL_LONG=1 runs it.";
        }
    }
}
