"""A first churn model: logistic regression on point-in-time features, judged on later months.

Plain on purpose: its probabilities are usable as they are and each score can be taken apart. The
classes are not weighted, which would leave the order and ruin the probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ml.churn.features import CODES, LABEL, NUMBERS, Rows
from trunkline.errors import TrunklineError

if TYPE_CHECKING:
    import pandas as pd

NAME = "churn_logistic"
REVISION = 1
FEWEST_LEAVERS = 20
"""Known leavers below which a model would learn by heart."""

RAREST_CODE = 20
"""Rows below which a code is counted among the others."""


class TooLittleHistoryError(TrunklineError):
    """The snapshot knows too few who left for a model to learn from."""


@dataclass(frozen=True)
class Judgement:
    """How the model did on the last labelled month, having learnt from what was known by then."""

    as_of_date: str
    rows: int
    leavers: int
    area_under_curve: str
    brier_score: str
    brier_score_of_the_base_rate: str


def train(rows: Rows) -> Any:
    """Fit the pipeline on every labelled row; raises TooLittleHistoryError."""
    labelled = rows.labelled
    leavers = int(labelled[LABEL].sum()) if len(labelled) else 0
    if leavers < FEWEST_LEAVERS or leavers == len(labelled):
        raise TooLittleHistoryError(
            f"The snapshot knows of {leavers} who left and {len(labelled) - leavers} who stayed.",
            f"A model needs {FEWEST_LEAVERS} of each: score again when more months are published.",
        )
    return _fitted(labelled)


def judge(rows: Rows) -> Judgement | None:
    """Judge on the last labelled as-of date; None where too little was known by then.

    Only rows whose horizon had ended by that date are learnt from: labels that were not known yet
    would look into the future.
    """
    import pandas as pd
    from sklearn.metrics import brier_score_loss, roc_auc_score

    labelled = rows.labelled
    if labelled.empty:
        return None
    held_out = labelled["as_of_date"].max()
    known_at = pd.to_datetime(labelled["as_of_date"]) + pd.to_timedelta(
        labelled["horizon_days"], unit="D"
    )
    earlier = labelled[known_at <= pd.Timestamp(held_out)]
    later = labelled[labelled["as_of_date"] == held_out]
    truth = later[LABEL].astype(bool)
    if earlier[LABEL].sum() < FEWEST_LEAVERS or truth.nunique() < 2:
        return None
    scores = _fitted(earlier).predict_proba(later[[*NUMBERS, *CODES]])[:, 1]
    base_rate = [float(earlier[LABEL].mean())] * len(later)
    return Judgement(
        as_of_date=f"{pd.Timestamp(held_out):%Y-%m-%d}",
        rows=len(later),
        leavers=int(truth.sum()),
        area_under_curve=f"{roc_auc_score(truth, scores):.3f}",
        brier_score=f"{brier_score_loss(truth, scores):.4f}",
        brier_score_of_the_base_rate=f"{brier_score_loss(truth, base_rate):.4f}",
    )


def score(model: Any, frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Return, per row, the probability to six decimals and the feature that raised it most.

    Raised is meant against the mean of the rows given.
    """
    import numpy as np

    given = frame[[*NUMBERS, *CODES]]
    probabilities = model.predict_proba(given)[:, 1]
    prepare, regression = model[0], model[-1]
    parts = np.asarray(prepare.transform(given)) * regression.coef_[0]
    parts = parts - parts.mean(axis=0)
    names = [_feature_of(name) for name in prepare.get_feature_names_out()]
    features = sorted(set(names))
    by_feature = np.column_stack(
        [
            parts[:, [at for at, name in enumerate(names) if name == feature]].sum(axis=1)
            for feature in features
        ]
    )
    highest = by_feature.argmax(axis=1)
    return [
        (f"{probability:.6f}", features[at])
        for probability, at in zip(probabilities, highest, strict=True)
    ]


def _fitted(labelled: pd.DataFrame) -> Any:
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, QuantileTransformer

    numbers = make_pipeline(
        SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True),
        # ranks stay in bounds when a later month has values that no month before it had
        QuantileTransformer(n_quantiles=100, subsample=None),
    )
    codes = make_pipeline(
        SimpleImputer(strategy="constant", fill_value="unknown"),
        OneHotEncoder(
            handle_unknown="infrequent_if_exist", min_frequency=RAREST_CODE, sparse_output=False
        ),
    )
    prepare = ColumnTransformer([("number", numbers, [*NUMBERS]), ("code", codes, [*CODES])])
    model = make_pipeline(prepare, LogisticRegression(C=0.1, max_iter=2000))
    return model.fit(labelled[[*NUMBERS, *CODES]], labelled[LABEL].astype(bool))


def _feature_of(name: str) -> str:
    """The column behind a prepared one: `code__region_seoul` is of region."""
    plain = name.split("__", 1)[1].removeprefix("missingindicator_")
    if plain in NUMBERS:
        return plain
    return next(code for code in CODES if plain == code or plain.startswith(f"{code}_"))
