namespace Xmrl.Import.Layouts;

/// <summary>Whose names the tensors of a file have.</summary>
internal enum WeightLayout
{
    /// <summary>The one whose output layer the file has.</summary>
    ByNames,

    /// <summary>NormalMLPPolicy and CategoricalMLPPolicy of pytorch-maml-rl.</summary>
    PytorchMamlRl,

    /// <summary>GaussianMLPPolicy of garage, in PyTorch.</summary>
    Garage,

    /// <summary>MlpPolicy of the on-policy algorithms of Stable-Baselines3.</summary>
    StableBaselines3,

    /// <summary>Exports of Xmrl.</summary>
    Xmrl,

    /// <summary>Names that are given layer by layer.</summary>
    Custom,
}
