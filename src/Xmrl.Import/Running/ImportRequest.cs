namespace Xmrl.Import.Running;

/// <summary>What is imported.</summary>
/// <param name="Weights">A safetensors or ONNX file.</param>
/// <param name="Settings">What it is imported as.</param>
internal sealed record ImportRequest(UserFile Weights, ImportSettings Settings)
{
    /// <summary>What messages call the settings.</summary>
    public string SettingsName { get; init; } = "policy.yaml";

    /// <summary>A .npz file of observations and actions to check the policy on; null for no check.</summary>
    public UserFile? Pairs { get; init; }

    /// <summary>Largest difference of actions that the check takes.</summary>
    public double Tolerance { get; init; } = PairCheck.DefaultTolerance;
}
