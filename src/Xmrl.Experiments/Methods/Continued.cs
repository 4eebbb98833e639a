namespace Xmrl.Experiments.Methods;

/// <summary>The base learner goes on: the reference of every method, and its like with more weight on the critical tasks.</summary>
internal static class Continued
{
    /// <summary>Twice the trajectories on the critical tasks instead of mixed samples.</summary>
    public static Method Method { get; } = new()
    {
        Name = "continued",
        Title = "Continued",
        Description = "The base learner goes on; twice the trajectories on the critical tasks instead of mixed samples.",
        Role = MethodRole.Control,
        Strength = null,
    };

    /// <summary>Twice the weight on the critical tasks: the union of Appendix C has mass 2.</summary>
    public static Method DoubleWeight { get; } = Method with
    {
        Name = "doubleWeight",
        Title = "DoubleWeight",
        Description = "As Continued, with twice the weight on the critical tasks.",
        Strength = "critical tasks weigh 1 + s",
        Plan = static (plain, context) => plain with { CriticalWeight = 1 + context.Strength },
    };
}
