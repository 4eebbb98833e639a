namespace Xmrl.Experiments.Methods;

/// <summary>What a method is for.</summary>
public enum MethodRole
{
    /// <summary>The method of the paper, which a run with it is about.</summary>
    Paper,

    /// <summary>A method of ours, which a run without the paper's is about.</summary>
    Variant,

    /// <summary>A method of other authors, for comparison.</summary>
    Literature,

    /// <summary>A control: it shows what a method gains without the part that it leaves out.</summary>
    Control,
}
