namespace Xmrl.Rl.Surrogates;

/// <summary>How advantages are brought to scale.</summary>
public enum AdvantageScaling
{
    /// <summary>Mean 0 and standard deviation 1 per task and rollout. Usual in inner steps: α then has the same meaning on every
    /// task.</summary>
    Standardized,

    /// <summary>Divided by one constant common to all tasks: tasks with more at stake keep their weight in the meta-objective.</summary>
    Common,
}
