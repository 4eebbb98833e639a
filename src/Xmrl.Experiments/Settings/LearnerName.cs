namespace Xmrl.Experiments.Settings;

/// <summary>Meta-learners by name; each is a choice of the same parts.</summary>
public enum LearnerName
{
    /// <summary>MAML (Finn et al. 2017).</summary>
    Maml,

    /// <summary>MAML without second derivatives.</summary>
    FirstOrderMaml,

    /// <summary>E-MAML (Stadie et al. 2018): with the mean of the sampling correction.</summary>
    EMaml,

    /// <summary>SG-MRL (Fallah et al. 2021): with the sampling correction, for any number of inner steps.</summary>
    SgMrl,

    /// <summary>ProMP (Rothfuss et al. 2019): epochs on a clipped surrogate, with a penalty on the policies before adaptation.</summary>
    ProMp,

    /// <summary>Implicit MAML (Rajeswaran et al. 2019): a proximal inner problem.</summary>
    IMaml,

    /// <summary>CAVIA (Zintgraf et al. 2019): only the context adapts, from 0.</summary>
    Cavia,
}
